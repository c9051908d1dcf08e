@NullMarked
package io.hcbridge.ipc;

import org.jspecify.annotations.NullMarked;
