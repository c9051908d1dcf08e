// Group peer is a member of a group with the Go module go-ipc, so that tests
// can hold this project against it.
//
//	peer golden PREFIX
//	peer node GROUP client|master|dual
//
// golden prints a line for each packet of that name: the name and the bytes. node prints
// a line for each request that it handles, and reads `send TEXT` lines from
// its standard input, with which it ends.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/iamjinlei/go-ipc/ipc"
	"github.com/iamjinlei/go-ipc/protocol"
)

// maxLine is the longest line of the input.
const maxLine = 1 << 21

var errUsage = errors.New("usage: peer golden PREFIX | peer node GROUP client|master|dual")

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
	case len(args) == 2 && args[0] == "golden":
		return golden(args[1])
	case len(args) == 3 && args[0] == "node":
		return node(args[1], ipc.Mode(args[2]))
	default:
		return errUsage
	}
}

// golden prints the packets whose name begins with prefix. The number of a
// type depends on the types that the process has encoded before.
func golden(prefix string) error {
	for _, p := range []struct {
		name  string
		write func(*bytes.Buffer) error
	}{
		{"handshake", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewHandshake("node-1")) }},
		{"handshake-empty", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewHandshake("")) }},
		{"ack", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewAck(true, "ok")) }},
		{"ack-ours", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewAck(true, "hcbridge/1")) }},
		{"ack-refused", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewAck(false, "no")) }},
		{"ack-empty", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewAck(false, "")) }},
		{"request", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewRequest([]byte("hello"))) }},
		{"request-empty", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewRequest(nil)) }},
		{"request-300", func(b *bytes.Buffer) error {
			return protocol.WriteMsg(b, protocol.NewRequest(bytes.Repeat([]byte("x"), 300)))
		}},
		{"response", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewResponse([]byte("fine"), nil)) }},
		{"response-error", func(b *bytes.Buffer) error {
			return protocol.WriteMsg(b, protocol.NewResponse(nil, errors.New("no stock")))
		}},
		{"response-both", func(b *bytes.Buffer) error {
			return protocol.WriteMsg(b, protocol.NewResponse([]byte("part"), errors.New("no stock")))
		}},
		{"response-empty", func(b *bytes.Buffer) error { return protocol.WriteMsg(b, protocol.NewResponse(nil, nil)) }},
	} {
		if strings.HasPrefix(p.name, prefix) {
			var b bytes.Buffer
			if err := p.write(&b); err != nil {
				return err
			}
			fmt.Println(p.name, hex.EncodeToString(b.Bytes()))
		}
	}
	return nil
}

var output sync.Mutex

func say(format string, a ...any) {
	output.Lock()
	defer output.Unlock()
	fmt.Printf(format+"\n", a...)
}

func node(group string, mode ipc.Mode) error {
	n, err := ipc.NewNode(context.Background(), ipc.Config{GroupName: group, Mode: mode, IgnoreDialErr: true})
	if err != nil {
		return err
	}
	go handle(n)
	say("ready")
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		if text, ok := strings.CutPrefix(lines.Text(), "send "); ok {
			go send(n, text)
		}
	}
	return lines.Err()
}

func handle(n *ipc.Node) {
	for {
		select {
		case m := <-n.ReceiveCh():
			text := string(m.Data())
			say("handled %s", text)
			if reason, ok := strings.CutPrefix(text, "fail "); ok {
				m.SetResponse(nil, errors.New(reason))
			} else {
				m.SetResponse([]byte("go:"+text), nil)
			}
		case <-n.ErrCh():
		}
	}
}

func send(n *ipc.Node, text string) {
	m := ipc.NewOutgoingMessage([]byte(text))
	n.SendCh() <- m
	answer, err := m.Response()
	if err != nil {
		say("error %s: %v", text, err)
		return
	}
	say("answer %s: %s", text, answer)
}
