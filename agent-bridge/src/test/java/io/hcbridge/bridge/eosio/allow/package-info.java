@NullMarked
package io.hcbridge.bridge.eosio.allow;

import org.jspecify.annotations.NullMarked;
