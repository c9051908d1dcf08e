/** Tests of the command server and its client. */
@NullMarked
package io.hcbridge.ipc.command;

import org.jspecify.annotations.NullMarked;
