/** The command socket's rights, tested. */
@NullMarked
package io.hcbridge.bridge.admin;

import org.jspecify.annotations.NullMarked;
