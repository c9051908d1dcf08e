@NullMarked
package io.hcbridge.bridge.tls;

import org.jspecify.annotations.NullMarked;
