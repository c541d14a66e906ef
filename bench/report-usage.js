import { writeSync } from 'node:fs';

// Loaded before the program that is measured (`node --import`): when it ends, what it used goes to file descriptor 3 as JSON.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpu_seconds: (userCPUTime + systemCPUTime) / 1e6, peak_mb: maxRSS / 1024 }));
});
