@NullMarked
package io.hcbridge.protocol.push;

import org.jspecify.annotations.NullMarked;
