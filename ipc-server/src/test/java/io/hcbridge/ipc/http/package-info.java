/** Tests of the JSON text and the HTTP handler. */
@NullMarked
package io.hcbridge.ipc.http;

import org.jspecify.annotations.NullMarked;
