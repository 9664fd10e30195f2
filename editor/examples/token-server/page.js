const SERVICE = new URL(document.querySelector('script[src$="/element/index.js"]').src).origin;
const main = document.querySelector('main');
const buttons = [...document.querySelectorAll('[data-user]')];

const fetchToken = async () => {
  const response = await fetch('/token');
  if (!response.ok) throw new Error(await response.text());
  return response.text();
};

const open = () => {
  const editor = document.createElement('cowrite-editor');
  editor.setAttribute('url', SERVICE);
  editor.setAttribute('document-id', 'handbook');
  editor.setAttribute('label', 'Handbook');
  editor.token = fetchToken;
  main.replaceChildren(editor);
};

for (const button of buttons) {
  button.addEventListener('click', async () => {
    await fetch(`/sign-in/${button.dataset.user}`, { method: 'POST' });
    for (const each of buttons) each.setAttribute('aria-pressed', String(each === button));
    open();
  });
}
