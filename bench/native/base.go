// SPDX-License-Identifier: Apache-2.0

// Command base is what one would write in Go: a goroutine for each connection,
// blocking calls, and a deadline on each of them.
//
//	base agent ADDRESS SOCKET   answers each request line with "up" or "down", as the health server on SOCKET says
//	base http ADDRESS PORT      the same, as the HTTP service of the requested target says
//	base tcp ADDRESS PORT       the same, as the TCP service of the requested target says
//	base health SOCKET          answers "ping" with "healthy"
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"os"
	"strings"
	"time"
)

const (
	conversation = 5 * time.Second
	probe        = 2 * time.Second
	mostBytes    = 4096
)

func main() {
	switch {
	case len(os.Args) == 4 && os.Args[1] == "agent":
		serveAgent(os.Args[2], func(string) bool { return isHealthy(os.Args[3]) })
	case len(os.Args) == 4 && os.Args[1] == "http":
		serveAgent(os.Args[2], httpProbe(os.Args[3]))
	case len(os.Args) == 4 && os.Args[1] == "tcp":
		serveAgent(os.Args[2], tcpProbe(os.Args[3]))
	case len(os.Args) == 3 && os.Args[1] == "health":
		os.Remove(os.Args[2])
		serve("unix", os.Args[2], answerHealth)
	default:
		fmt.Fprintln(os.Stderr, "usage: base agent ADDRESS SOCKET | base http ADDRESS PORT | base tcp ADDRESS PORT | base health SOCKET")
		os.Exit(2)
	}
}

func serve(network, address string, answer func(net.Conn)) {
	listener, err := net.Listen(network, address)
	if err != nil {
		log.Fatal(err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Print(err)
			continue
		}
		go func() {
			defer client.Close()
			client.SetDeadline(time.Now().Add(conversation))
			answer(client)
		}()
	}
}

func serveAgent(address string, isUp func(target string) bool) {
	serve("tcp", address, func(client net.Conn) { answerAgent(client, isUp) })
}

func answerAgent(client net.Conn, isUp func(target string) bool) {
	line, err := bufio.NewReaderSize(client, 1024).ReadString('\n')
	if err != nil {
		return
	}
	if isUp(strings.TrimSpace(line)) {
		client.Write([]byte("up\n"))
	} else {
		client.Write([]byte("down\n"))
	}
}

func isHealthy(socket string) bool {
	service, err := net.DialTimeout("unix", socket, probe)
	if err != nil {
		return false
	}
	defer service.Close()
	service.SetDeadline(time.Now().Add(probe))
	if _, err := service.Write([]byte("ping")); err != nil {
		return false
	}
	text, err := read(service)
	return err == nil && text == "healthy"
}

func answerHealth(client net.Conn) {
	text, err := read(client)
	if err != nil {
		return
	}
	if text == "ping" {
		client.Write([]byte("healthy"))
	} else {
		client.Write([]byte("send 'ping' to trigger healthcheck"))
	}
}

// read takes what one read gives, as the protocol's own programs do.
func read(peer net.Conn) (string, error) {
	buffer := make([]byte, mostBytes)
	count, err := peer.Read(buffer)
	return strings.TrimSpace(string(buffer[:count])), err
}
