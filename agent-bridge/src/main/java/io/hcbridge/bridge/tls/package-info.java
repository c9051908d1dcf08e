/* SPDX-License-Identifier: Apache-2.0 */
/**
 * TLS of the agent port and the files of TLS clients: the files, the trust in clients, and the reload of changed files. {@link
 * io.hcbridge.bridge.tls.AgentTls} creates the handlers of connections. {@link io.hcbridge.bridge.tls.TlsMaterial} reads the files, also
 * for the check of a configuration.
 *
 * <p>Depends on Netty's TLS handler and on Vert.x's parser of private keys, but on no other package of the bridge.
 */
@NullMarked
package io.hcbridge.bridge.tls;

import org.jspecify.annotations.NullMarked;
