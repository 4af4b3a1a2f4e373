// A CRM page that holds the PhoneBar: shows who calls, drives the call, keeps the order with the contact.
const place = document.querySelector('#phonebar');
const phonebar = PhoneBarDriver.connect({ server: place.dataset.server, container: place });

const show = (selector, text) => {
  document.querySelector(selector).textContent = text;
};
const note = text => {
  const line = document.createElement('li');
  line.textContent = text;
  document.querySelector('#events').append(line);
};

phonebar.on('connected', ({ state }) => show('#state', state ?? 'connected'));
phonebar.on('disconnected', ({ reason }) => show('#state', reason));
phonebar.on('state', ({ state }) => show('#state', state));
phonebar.on('contactOffered', ({ number, service }) => {
  show('#customer', `${number} calls ${service}`);
  note(`offered ${number}`);
});
phonebar.on('contactConnected', ({ number }) => note(`connected ${number}`));
phonebar.on('contactEnded', ({ number, dispositions }) => {
  show('#customer', 'nobody');
  const options = dispositions.map(({ id, name }) => new Option(name, id));
  document.querySelector('#finish select').replaceChildren(new Option('none', ''), ...options);
  note(`ended ${number}`);
});
phonebar.on('callDataChanged', ({ callData }) => note(`call data ${JSON.stringify(callData)}`));

const commands = {
  login: () => phonebar.login('browser'),
  ready: () => phonebar.ready(),
  answer: () => phonebar.answer(),
  hangup: () => phonebar.hangup(),
};
const run = async (name, command) => {
  try {
    await command();
    note(`${name}: done`);
  } catch (error) {
    note(`${name}: ${error.code ?? 'error'}: ${error.message}`);
  }
};
for (const button of document.querySelectorAll('[data-do]'))
  button.addEventListener('click', () => run(button.dataset.do, commands[button.dataset.do]));

document.querySelector('#finish').addEventListener('submit', event => {
  event.preventDefault();
  const chosen = new FormData(event.target).get('disposition');
  run('finish', () => phonebar.send({ type: 'finish', dispositionId: chosen ? Number(chosen) : null }));
});
document.querySelector('#order').addEventListener('submit', event => {
  event.preventDefault();
  const order = new FormData(event.target).get('order');
  run('order', () => phonebar.setCallData({ order }));
});
