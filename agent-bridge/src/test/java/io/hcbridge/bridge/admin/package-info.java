/** Tests of the command socket. */
@NullMarked
package io.hcbridge.bridge.admin;

import org.jspecify.annotations.NullMarked;
