/** On every page: menu on small screens, appearance, help bubbles, messages. */
import { findAll, toast } from '../dom.ts';

const menuButton = document.querySelector<HTMLButtonElement>('[data-toggle-menu]');
const menu = document.querySelector('#navigation');
menuButton?.addEventListener('click', () => {
  const open = menu?.classList.toggle('show') ?? false;
  menuButton.setAttribute('aria-expanded', String(open));
});

for (const choice of findAll<HTMLSelectElement>('[data-theme-choice]')) {
  choice.value = localStorage.getItem('phones-theme') ?? 'auto';
  choice.addEventListener('change', () => {
    if (choice.value === 'auto') localStorage.removeItem('phones-theme');
    else localStorage.setItem('phones-theme', choice.value);
    dispatchEvent(new Event('phones-theme'));
  });
}

for (const bubble of findAll('.help-popover')) {
  bubble.addEventListener('toggle', () => {
    const button = document.querySelector(`[popovertarget="${bubble.id}"]`);
    if (!button || !bubble.matches(':popover-open')) return;
    const anchor = button.getBoundingClientRect();
    const size = bubble.getBoundingClientRect();
    const left = Math.min(
      Math.max(8, anchor.left + anchor.width / 2 - size.width / 2),
      innerWidth - size.width - 8,
    );
    const below = anchor.bottom + 6 + size.height < innerHeight;
    bubble.style.left = `${left}px`;
    bubble.style.top = `${below ? anchor.bottom + 6 : anchor.top - size.height - 6}px`;
  });
}

const waiting = sessionStorage.getItem('phones-toast');
if (waiting) {
  sessionStorage.removeItem('phones-toast');
  toast(waiting);
}
