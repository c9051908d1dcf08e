/**
 * The probe of EOSIO chains. {@link io.hcbridge.bridge.probe.eosio.EosioProbeConfig} is the entry point for targets. {@link
 * io.hcbridge.bridge.probe.eosio.EosioProbeKeys} declares its keys. The EOSIO agent uses {@link io.hcbridge.bridge.probe.eosio.EosioProbe}.
 *
 * <p>Everything in this package belongs to one event loop. Depends on {@code io.hcbridge.bridge.probe}, on {@code config.key} and on the
 * EOSIO protocol.
 */
@NullMarked
package io.hcbridge.bridge.probe.eosio;

import org.jspecify.annotations.NullMarked;
