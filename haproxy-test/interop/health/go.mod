module hcbridge.io/interop/health

go 1.22

require github.com/wisdom-oss/go-healthcheck v1.0.2
