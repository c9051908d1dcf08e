// Command peer serves gRPC's health service with the package google.golang.org/grpc/health,
// so that tests can hold this project against it.
//
//	peer ADDRESS
//
// ADDRESS is HOST:PORT or unix:PATH. It prints "ready" and the address that it
// listens on. Each line of standard input, "STATUS" or "STATUS SERVICE", sets
// the status of the server or of a service and is answered with "ok". It ends
// with standard input.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: peer ADDRESS")
		os.Exit(2)
	}
	if err := serve(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(address string) error {
	network := "tcp"
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		network, address = "unix", path
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	service := health.NewServer()
	healthpb.RegisterHealthServer(server, service)
	ended := make(chan error, 2)
	go func() { ended <- server.Serve(listener) }()
	go func() { ended <- obey(service) }()
	fmt.Println("ready", listener.Addr())
	err = <-ended
	server.Stop()
	return err
}

// obey sets what standard input says until it ends.
func obey(service *health.Server) error {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		word, name, _ := strings.Cut(lines.Text(), " ")
		number, ok := healthpb.HealthCheckResponse_ServingStatus_value[word]
		if !ok {
			return fmt.Errorf("no such status: %s", word)
		}
		service.SetServingStatus(name, healthpb.HealthCheckResponse_ServingStatus(number))
		fmt.Println("ok")
	}
	return lines.Err()
}
