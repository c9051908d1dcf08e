// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

const (
	targets  = 256
	bodyMost = 64 << 10
)

// services returns the address of each target's service, by the target's name.
func services(port string) map[string]string {
	services := make(map[string]string, targets)
	for i := 0; i < targets; i++ {
		services[fmt.Sprintf("t%d", i)] = fmt.Sprintf("127.0.1.%d:%s", i, port)
	}
	return services
}

// httpProbe asks by GET. The pool keeps a connection for each check that can be under way at once.
func httpProbe(port string) func(string) bool {
	services := services(port)
	client := &http.Client{
		Timeout:   probe,
		Transport: &http.Transport{MaxIdleConnsPerHost: targets},
	}
	return func(target string) bool {
		service, known := services[target]
		return known && isServing(client, "http://"+service+"/health")
	}
}

func isServing(client *http.Client, url string) bool {
	response, err := client.Get(url)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, bodyMost))
	return err == nil && response.StatusCode/100 == 2 && bytes.Contains(body, []byte(`"status":"UP"`))
}

// tcpProbe makes a connection for each check, sends a line and compares the beginning of the answer.
func tcpProbe(port string) func(string) bool {
	services := services(port)
	return func(target string) bool {
		service, known := services[target]
		return known && isPonging(service)
	}
}

func isPonging(address string) bool {
	service, err := net.DialTimeout("tcp", address, probe)
	if err != nil {
		return false
	}
	defer service.Close()
	service.SetDeadline(time.Now().Add(probe))
	if _, err := service.Write([]byte("PING\r\n")); err != nil {
		return false
	}
	// The whole line is read: a connection that is closed with unread bytes is reset, which costs less.
	line, err := bufio.NewReader(service).ReadSlice('\n')
	return err == nil && bytes.HasPrefix(line, []byte("+PONG"))
}
