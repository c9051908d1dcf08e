module hcbridge.io/interop/health

go 1.22.0

require github.com/wisdom-oss/go-healthcheck v1.0.2

require (
	github.com/Microsoft/go-winio v0.6.1 // indirect
	golang.org/x/mod v0.15.0 // indirect
	golang.org/x/sys v0.17.0 // indirect
	golang.org/x/tools v0.18.0 // indirect
)
