/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of what a user of the libraries gets: modules, public API, Javadoc, POMs, metadata. */
@NullMarked
package io.hcbridge.artifact;

import org.jspecify.annotations.NullMarked;
