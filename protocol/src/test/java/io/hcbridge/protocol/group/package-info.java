/** Tests of the command protocol, on the bytes of the Go package unixsock. */
@NullMarked
package io.hcbridge.protocol.group;

import org.jspecify.annotations.NullMarked;
