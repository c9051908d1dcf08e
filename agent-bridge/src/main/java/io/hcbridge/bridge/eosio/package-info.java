/**
 * The EOSIO agent. {@link io.hcbridge.bridge.eosio.EosioAgent} replies to request lines that name an API and its URL.
 *
 * <p>Everything in this package belongs to one event loop. Depends on the target, probe, metrics and log packages and on {@code
 * eosio.allow}.
 */
@NullMarked
package io.hcbridge.bridge.eosio;

import org.jspecify.annotations.NullMarked;
