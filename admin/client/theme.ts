/** Sets light or dark before the first paint. Choice kept in localStorage under `phones-theme`: light, dark, or absent = automatic. */
const system = matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
  const chosen = localStorage.getItem('phones-theme');
  const theme = chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'dark' : 'light';
  document.documentElement.dataset.bsTheme = theme;
}

system.addEventListener('change', apply);
addEventListener('storage', apply);
addEventListener('phones-theme', apply);
apply();
