/** Everything together, as an operator runs it: services, the bridge and a real HAProxy, each a process of its own. */
@NullMarked
package io.hcbridge.endtoend;

import org.jspecify.annotations.NullMarked;
