@NullMarked
package io.hcbridge.bridge.probe.eosio;

import org.jspecify.annotations.NullMarked;
