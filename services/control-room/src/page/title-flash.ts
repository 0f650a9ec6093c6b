import { useEffect } from 'preact/hooks';

const FLASH_EVERY_MS = 1000;

/** Puts the number of unanswered HIGH in the title and flashes it until they are answered; it stands still for those who ask for less motion. */
export function useTitle(unansweredHigh: number): void {
  useEffect(() => {
    if (unansweredHigh === 0) {
      document.title = 'Landfall';
      return undefined;
    }
    const loud = `(${unansweredHigh} HIGH) Landfall`;
    document.title = loud;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    const timer = setInterval(() => {
      document.title = document.title === loud ? `(${unansweredHigh} HIGH) ⚠ Answer` : loud;
    }, FLASH_EVERY_MS);
    return () => clearInterval(timer);
  }, [unansweredHigh]);
}
