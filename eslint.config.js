// Lint rules: correctness first, walls that keep workflow code deterministic, and clocks at the edges. Layout is prettier's affair.
import js from '@eslint/js';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const clocks = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is passed in.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is passed in.' },
];

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.signoff', 'coverage'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // An async update validator is never awaited by the SDK and wedges the workflow.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/require-await': 'off',
      // Rows of PostgreSQL are any until their mapper names them.
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': ['error', { max: 320, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: ['workflows/**/*.ts', 'domain/**/*.ts'],
    // Talks to workflows from outside their sandbox.
    ignores: ['workflows/client/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: builtinModules.flatMap((name) => [name, `node:${name}`]) }],
      'no-restricted-globals': ['error', 'setImmediate', 'process', 'fetch', 'Buffer'],
    },
  },
  {
    files: ['db/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/domain/',
              importNamePattern: '^(decide|assert|obstacles)',
              message: 'db/ reads and writes: what acts beside the workflow decides in administration/.',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...clocks],
    },
  },
  { files: ['administration/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...clocks] } },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...clocks,
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'No randomness in the domain.',
        },
      ],
    },
  },
  // A language says all there is to say, however much that is.
  { files: ['mail/messages/languages/**/*.ts'], rules: { 'max-lines': 'off' } },
  // A suite that plays one long story reads better whole.
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 400, skipComments: true, skipBlankLines: true }] },
  },
  {
    files: ['web/assets/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['document', 'window', 'setTimeout', 'clearTimeout', 'addEventListener', 'ResizeObserver'],
          ...['fetch', 'FormData', 'URLSearchParams', 'DOMParser'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      parserOptions: { projectService: false, program: null, project: false },
      globals: { console: 'readonly', process: 'readonly', module: 'readonly', URL: 'readonly' },
    },
  },
);
