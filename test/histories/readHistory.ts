// Reads a history as the Temporal CLI writes it into the form the SDK replays.
import { createRequire } from 'node:module';
import type { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;

interface ProtoJson {
  fromJson(type: unknown, json: unknown, options: { ignoreUnknownFields: boolean }): History;
}

/**
 * The SDK's own `historyFromJSON` fails with "type must be a Type" where npm has installed protobufjs once for
 * @temporalio/common and once for @temporalio/proto, as it does here; the copy that made the types reads them.
 */
export function readHistory(text: string): History {
  const atProto = createRequire(createRequire(import.meta.url).resolve('@temporalio/proto'));
  const { fromJson } = atProto('protobufjs/ext/protojson') as ProtoJson;
  const { patchProtobufRoot } = atProto('../lib/patch-protobuf-root.js') as {
    patchProtobufRoot(root: unknown): { lookupType(name: string): unknown };
  };
  const root = patchProtobufRoot(atProto('./index.js'));
  return fromJson(root.lookupType('temporal.api.history.v1.History'), JSON.parse(text), { ignoreUnknownFields: true });
}
