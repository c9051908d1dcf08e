@NullMarked
package io.hcbridge.protocol.health;

import org.jspecify.annotations.NullMarked;
