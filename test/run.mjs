// `npm test`: builds what changed, then runs the tests of the build. See test/run/main.ts.
import { build } from '../scripts/build/build.mjs';

await build();
await import('../dist/test/run/main.js');
