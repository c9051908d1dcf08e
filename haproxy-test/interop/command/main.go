// Command peer speaks the command protocol with the Go package unixsock, as
// server or as client, so that tests can hold this project against it.
//
//	peer serve SOCKET
//	peer send SOCKET COMMAND [-keep] [-silent] [-times N] [KEY=VALUE...]
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/vaitekunas/unixsock"
	"github.com/vaitekunas/unixsock/client"
	"github.com/vaitekunas/unixsock/server"
)

var errUsage = errors.New("usage: peer serve SOCKET | peer send SOCKET COMMAND [-keep] [-silent] [-times N] [KEY=VALUE...]")

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		if errors.Is(err, errUsage) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "serve":
		return serve(args[1])
	case len(args) >= 3 && args[0] == "send":
		return send(args[1], args[2], args[3:])
	default:
		return errUsage
	}
}

// serve answers until standard input ends, so that it never outlives its test.
func serve(socket string) error {
	running, err := server.New(socket, answer)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	running.Stop()
	return err
}

// answer echoes the arguments; "fail" fails and "size" pays with n letters.
func answer(command string, args unixsock.Args) *unixsock.Response {
	switch command {
	case "fail":
		return &unixsock.Response{Status: unixsock.STATUS_FAIL, Error: fmt.Sprint(args["error"])}
	case "size":
		n, _ := args["n"].(float64)
		return &unixsock.Response{Status: unixsock.STATUS_OK, Payload: strings.Repeat("x", int(n))}
	default:
		payload, err := json.Marshal(args)
		if err != nil {
			return &unixsock.Response{Status: unixsock.STATUS_FAIL, Error: err.Error()}
		}
		return &unixsock.Response{Status: unixsock.STATUS_OK, Payload: command + string(payload)}
	}
}

// send prints one response a line, as JSON.
func send(socket, command string, rest []string) error {
	flags := flag.NewFlagSet("send", flag.ContinueOnError)
	keep := flags.Bool("keep", false, "ask the server to keep the connection")
	silent := flags.Bool("silent", false, "ask for no response")
	times := flags.Int("times", 1, "exchanges on one client")
	if err := flags.Parse(rest); err != nil {
		return errUsage
	}
	args, err := arguments(flags.Args())
	if err != nil {
		return err
	}
	sender, err := client.New(socket)
	if err != nil {
		return err
	}
	defer sender.Quit()
	for range *times {
		response, err := sender.Send(command, args, !*silent, !*keep)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(os.Stdout).Encode(response); err != nil {
			return err
		}
	}
	return nil
}

// arguments reads KEY=VALUE; a VALUE that is JSON (7, true, null) is sent as such.
func arguments(pairs []string) (unixsock.Args, error) {
	args := unixsock.Args{}
	for _, pair := range pairs {
		key, text, found := strings.Cut(pair, "=")
		if !found {
			return nil, fmt.Errorf("argument %q must be KEY=VALUE", pair)
		}
		var value any = text
		if json.Unmarshal([]byte(text), &value) != nil {
			value = text
		}
		args[key] = value
	}
	return args, nil
}
