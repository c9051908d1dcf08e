/**
 * The requests of the EOSIO agent ({@code eosio-api-healthcheck}, later {@code antelope-api-healthcheck}) in the spellings of all its
 * generations, and what the APIs that it asks answer.
 *
 * <p>Entry points: {@link io.hcbridge.protocol.eosio.EosioRequest}, {@link io.hcbridge.protocol.eosio.EosioUrl} and {@link
 * io.hcbridge.protocol.eosio.EosioAnswer}. Depends on {@code io.hcbridge.protocol} and {@code io.hcbridge.protocol.agent}.
 */
@NullMarked
package io.hcbridge.protocol.eosio;

import org.jspecify.annotations.NullMarked;
