/** End-to-end tests: services, the bridge and a real HAProxy as separate processes, as an operator runs them. */
@NullMarked
package io.hcbridge.endtoend;

import org.jspecify.annotations.NullMarked;
