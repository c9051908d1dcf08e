/* SPDX-License-Identifier: Apache-2.0 */
/**
 * TLS of the agent port, and the files of TLS clients: which files it needs, whom it trusts, and how changed files are taken over. {@link
 * io.hcbridge.bridge.tls.AgentTls} makes the handlers of connections; {@link io.hcbridge.bridge.tls.TlsMaterial} reads the files, for
 * the check of a configuration, too.
 *
 * <p>Depends on Netty's TLS handler and on Vert.x's reader of private keys; on no other package of the bridge.
 */
@NullMarked
package io.hcbridge.bridge.tls;

import org.jspecify.annotations.NullMarked;
