// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code elasticsearch}: alerts as documents in Elasticsearch and OpenSearch.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: elasticsearch
 *     config:
 *       url: https://elastic.example:9200
 *       api_key: ${ELASTIC_API_KEY}
 * }</pre>
 */
@NullMarked
package io.eyrie.output.elasticsearch;

import org.jspecify.annotations.NullMarked;
