// Node's hook by which a worker of the bench runs without the two protections that are measured; the product has no setting for it.
import type { ResolveHook } from 'node:module';

const root = new URL('../../../', import.meta.url);
const replaced: Readonly<Record<string, string>> = {
  [new URL('db/inScope.js', root).href]: new URL('withoutScope.js', import.meta.url).href,
  [new URL('worker/dataConverter.js', root).href]: new URL('withoutCodec.js', import.meta.url).href,
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  const found = await next(specifier, context);
  const url = replaced[found.url];
  return url === undefined ? found : { ...found, url };
};
