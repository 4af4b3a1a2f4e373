/** An Asterisk beside the orchestrator, reached through a relay that can cut, freeze or swallow. */
import { EmbeddedHome } from '../../support/embedded.ts';
import type { OtherPbx } from '../../support/instance.ts';
import { type Proxy, startProxy } from '../../support/proxy.ts';

export interface Switchboard {
  pbx: OtherPbx;
  proxy: Proxy;
  /** The same Asterisk through a relay of its own. */
  another(): Promise<{ pbx: OtherPbx; proxy: Proxy }>;
  remove(): Promise<void>;
}

export async function startSwitchboard(): Promise<Switchboard> {
  const embedded = await EmbeddedHome.create();
  const { url } = await embedded.start();
  const proxies: Proxy[] = [];
  const through = async () => {
    const direct = new URL(url);
    const proxy = await startProxy('127.0.0.1', Number(direct.port));
    proxies.push(proxy);
    direct.port = String(proxy.port);
    const { home, sip } = embedded.options;
    return { proxy, pbx: { home, sip, url: direct.href.replace(/\/$/, '') } };
  };
  return {
    ...(await through()),
    another: through,
    async remove() {
      for (const proxy of proxies) await proxy.stop();
      await embedded.remove();
    },
  };
}
