/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.hcbridge.archive;

import org.jspecify.annotations.NullMarked;
