@NullMarked
package io.hcbridge.protocol.eosio;

import org.jspecify.annotations.NullMarked;
