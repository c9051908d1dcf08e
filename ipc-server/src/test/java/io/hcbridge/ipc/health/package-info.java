@NullMarked
package io.hcbridge.ipc.health;

import org.jspecify.annotations.NullMarked;
