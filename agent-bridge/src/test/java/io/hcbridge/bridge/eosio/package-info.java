@NullMarked
package io.hcbridge.bridge.eosio;

import org.jspecify.annotations.NullMarked;
