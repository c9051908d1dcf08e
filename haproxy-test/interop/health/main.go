// Command peer speaks the health protocol with the Go module go-healthcheck, as
// server or as client, so that tests can hold this project against it.
//
//	peer serve VERDICT
//	peer -healthcheck
//
// The second form is the module's own client: importing it is all it takes.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	_ "github.com/wisdom-oss/go-healthcheck/client"
	"github.com/wisdom-oss/go-healthcheck/server"
)

func main() {
	if len(os.Args) != 3 || os.Args[1] != "serve" {
		fmt.Fprintln(os.Stderr, "usage: peer serve VERDICT | peer -healthcheck")
		os.Exit(2)
	}
	if err := serve(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers until standard input ends, so that it never outlives its test,
// or until the module's own server gives up, which is an error.
func serve(verdict string) error {
	var healthcheck server.HealthcheckServer
	healthcheck.InitWithFunc(func() error { return check(verdict) })
	if err := healthcheck.Start(); err != nil {
		return err
	}
	ended := make(chan error, 2)
	go func() {
		healthcheck.Run()
		ended <- errors.New("the healthcheck server ended")
	}()
	go func() {
		_, err := io.Copy(io.Discard, os.Stdin)
		ended <- err
	}()
	fmt.Println("ready")
	return <-ended
}

// check fails with the text of the file VERDICT; no such file means healthy.
func check(verdict string) error {
	text, err := os.ReadFile(verdict)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.New(string(text))
}
