module hcbridge.io/interop/group

go 1.22.0

require github.com/iamjinlei/go-ipc v0.0.0-20231227030158-ec06bad40f0b

require (
	github.com/gofrs/flock v0.8.1 // indirect
	github.com/google/uuid v1.5.0 // indirect
	github.com/orcaman/concurrent-map/v2 v2.0.1 // indirect
)
