// The modules and which may import which; see ARCHITECTURE.md.
const boundaryOf = (name, allowed, path = `${name}/`) => ({
  name: `${name} imports only ${allowed.join(', ') || 'itself'}`,
  severity: 'error',
  from: { path: `^${path}` },
  to: {
    dependencyTypesNot: ['core'],
    path: '^[a-z]+/|^[a-z.]+\\.ts$',
    pathNot: [`^(${[name, ...allowed].join('|')})/`, '^node_modules/', '^config\\.ts$', '^package\\.json$'],
  },
});

/** Which npm packages a module may use; a module that is not listed here may use any that the product depends on. */
const packages = (name, allowed, path = `^${name}/`) => ({
  name: `of npm, ${name} uses only ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path },
  to: { path: '^node_modules/', pathNot: `^node_modules/(@types/)?(${allowed.join('|')})/` },
});

module.exports = {
  forbidden: [
    packages('domain', ['zod', 'luxon', 'big\\.js', 'canonicalize', '@noble/hashes']),
    packages('workflows', ['@temporalio/workflow', '@temporalio/common', 'zod', 'fflate'], '^workflows/(?!client/)'),
    packages('workflows/client', ['@temporalio/client', '@temporalio/common', 'pino']),
    packages('db', ['knex', 'pg', 'pg-.*']),
    packages('storage', ['@aws-sdk/.*', '@smithy/.*', 'file-type'], '^storage/(?!encryption/)'),
    packages('mail', ['nodemailer', 'luxon', 'ical-generator', 'handlebars'], '^mail/(?!replies/|messages/)'),
    packages('web', [
      'express',
      'express-serve-static-core',
      'handlebars',
      '@fastify/busboy',
      '@simplewebauthn/server',
      'openid-client',
      'jose',
      'csv-parse',
      'csv-stringify',
      'read-excel-file',
      'htmlparser2',
      'fflate',
    ]),
    packages('evidence/ledger', ['canonicalize']),
    boundaryOf('domain', []),
    boundaryOf('mail/messages', ['domain']),
    packages('mail/messages', ['intl-messageformat', 'handlebars']),
    {
      name: 'workflows import the domain, and of activities only types',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '^workflows/client/' },
      to: {
        path: '^(workflows/client|activities|administration|db|mail|evidence|storage|api|web|worker|stack)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    boundaryOf('workflows/client', ['domain', 'db', 'evidence/ledger', 'workflows']),
    boundaryOf('db', ['domain', 'evidence/ledger']),
    boundaryOf('evidence', ['domain', 'mail/messages', 'storage']),
    boundaryOf('evidence/ledger', ['domain']),
    boundaryOf('evidence/setting', []),
    {
      name: 'the reader of a record format is frozen: its own folder and standards, nothing that changes with the product',
      severity: 'error',
      from: { path: '^evidence/verify/(format\\d+)/' },
      to: {
        pathNot: [
          '^evidence/verify/$1/',
          '^evidence/verify/(bag|fixity|hashing|receipt|recordFormat|sealedPdf|webauthn)\\.ts$',
          '^evidence/ledger/(checkpoint|merkleTree)\\.ts$',
          '^node_modules/canonicalize/',
        ],
      },
    },
    {
      name: 'verifying reaches no rule, default or writer of today',
      severity: 'error',
      from: { path: '^evidence/verify/' },
      to: {
        path: '^[a-z]+/.*\\.ts$',
        pathNot: ['^evidence/verify/', '^evidence/ledger/(checkpoint|merkleTree|tlogProof)\\.ts$', '^node_modules/'],
        reachable: true,
      },
    },
    packages('storage/encryption', ['@aws-sdk/.*', '@temporalio/common', '@temporalio/proto', 'knex', 'zod']),
    boundaryOf('storage/encryption', ['db', 'evidence/ledger', 'storage']),
    boundaryOf('storage', [], 'storage/(?!encryption/)'),
    {
      name: 'what keeps files knows nothing of how their keys are kept',
      severity: 'error',
      from: { path: '^storage/(?!encryption/)' },
      to: { path: '^storage/encryption/' },
    },
    boundaryOf('mail', ['domain'], 'mail/(?!replies/|messages/)'),
    boundaryOf('mail/replies', ['domain', 'db', 'mail', 'storage']),
    {
      name: 'replies are taken in by the worker alone; mail that is written knows nothing of them',
      severity: 'error',
      // What examines an installation looks whether the mailbox opens, and takes nothing in.
      from: { pathNot: '^(mail/replies|worker|test|demo|bench|scripts)/|^stack/doctor/mail\\.ts$' },
      to: { path: '^mail/replies/' },
    },
    boundaryOf('administration', ['domain', 'db', 'evidence', 'mail/messages', 'storage']),
    boundaryOf('activities', ['administration', 'domain', 'db', 'mail', 'evidence', 'storage']),
    boundaryOf('api/http', [
      'domain',
      'db',
      'workflows/client',
      'storage',
      'mail',
      'evidence',
      'administration/reports',
    ]),
    boundaryOf('api', ['administration', 'domain', 'db', 'workflows', 'storage', 'mail', 'evidence']),
    boundaryOf('web', ['domain', 'db', 'api/http', 'mail', 'workflows', 'storage']),
    {
      name: 'the product does not import tests, demo or bench',
      severity: 'error',
      from: { pathNot: '^(test|scripts)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no circle between files; in the domain questions come first, then transitions, then deciders',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything that is imported exists',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '/dist/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/|^web/assets/|^\\.signoff|^docs' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
