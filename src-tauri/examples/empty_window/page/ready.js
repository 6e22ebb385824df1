// The same mark as the app's page makes, in the same way.
requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));
