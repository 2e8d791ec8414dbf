// The one function of swagger-ui-dist in use; the package brings no types.
declare module 'swagger-ui-dist' {
  const swaggerUi: { getAbsoluteFSPath(): string };
  export default swaggerUi;
}
