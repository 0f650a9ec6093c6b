/**
 * The image's health check: exits 0 when the service in this container can serve, 1 when it cannot or does not answer.
 * Bounds: 4 s. It asks over the loopback, on the port that the service was given.
 */
const port = process.env.LANDFALL_HTTP_PORT ?? process.env.LANDFALL_PORT ?? '8080';

try {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4000) });
  if (!response.ok) process.stdout.write(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : 'no answer'}\n`);
  process.exitCode = 1;
}
