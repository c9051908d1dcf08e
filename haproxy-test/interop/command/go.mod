module hcbridge.io/interop/command

go 1.22.0

require github.com/vaitekunas/unixsock v0.0.0-20170905115830-2600963d0610

require golang.org/x/net v0.35.0 // indirect
