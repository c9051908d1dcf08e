/**
 * The rules for requests of the EOSIO agent. {@link io.hcbridge.bridge.eosio.allow.AllowList} is the entry point.
 *
 * <p>Resolves no names. Depends on {@code config.key} and the EOSIO protocol.
 */
@NullMarked
package io.hcbridge.bridge.eosio.allow;

import org.jspecify.annotations.NullMarked;
