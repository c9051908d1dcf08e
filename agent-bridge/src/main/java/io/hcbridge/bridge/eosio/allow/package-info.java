/**
 * Which requests the EOSIO agent may be made to send: {@link io.hcbridge.bridge.eosio.allow.AllowList}.
 *
 * <p>Pure code: looks nothing up. Depends on {@code config.key} and the EOSIO protocol.
 */
@NullMarked
package io.hcbridge.bridge.eosio.allow;

import org.jspecify.annotations.NullMarked;
