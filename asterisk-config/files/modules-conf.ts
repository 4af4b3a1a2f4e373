/** The modules that are loaded: those that #phones needs and those that a dialplan usually uses. */
import { heading, includeCustom, type ConfigurationFile } from './file.ts';

const groups = {
  'Channels, RTP and bridges': `chan_pjsip chan_bridge_media chan_rtp chan_audiosocket chan_websocket
    res_rtp_asterisk res_rtp_multicast res_srtp res_crypto res_timing_timerfd res_audiosocket res_websocket_client
    bridge_builtin_features bridge_builtin_interval_features bridge_holding bridge_native_rtp bridge_simple
    bridge_softmix`,
  'Codecs and files': `codec_a_mu codec_alaw codec_ulaw codec_g722 codec_gsm codec_opus_open_source codec_resample
    format_wav format_pcm format_sln format_gsm format_wav_gsm format_ogg_opus_open_source
    res_format_attr_opus res_format_attr_h264 res_format_attr_vp8`,
  SIP: `res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb res_pjsip res_pjsip_acl
    res_pjsip_authenticator_digest res_pjsip_caller_id res_pjsip_diversion res_pjsip_dlg_options
    res_pjsip_dtmf_info res_pjsip_empty_info res_pjsip_endpoint_identifier_ip
    res_pjsip_endpoint_identifier_user res_pjsip_header_funcs res_pjsip_history res_pjsip_logger
    res_pjsip_messaging res_pjsip_nat res_pjsip_notify res_pjsip_outbound_authenticator_digest
    res_pjsip_outbound_registration res_pjsip_path res_pjsip_pubsub res_pjsip_refer res_pjsip_registrar
    res_pjsip_rfc3326 res_pjsip_sdp_rtp res_pjsip_session res_pjsip_sips_contact
    res_pjsip_transport_websocket res_http_websocket res_security_log`,
  ARI: `res_ari res_ari_model res_ari_applications res_ari_asterisk res_ari_bridges res_ari_channels
    res_ari_device_states res_ari_endpoints res_ari_events res_ari_playbacks res_ari_recordings
    res_ari_sounds res_stasis res_stasis_answer res_stasis_broadcast res_stasis_device_state
    res_stasis_playback res_stasis_recording res_stasis_snoop app_stasis app_stasis_broadcast`,
  Dialplan: `pbx_config app_amd app_bridgeaddchan app_bridgewait app_chanspy app_controlplayback app_dial app_db
    app_dtmfstore app_dumpchan app_echo app_exec app_if app_milliwatt app_mixmonitor app_playback
    app_playtones app_queue app_read app_readexten app_record app_sayunixtime app_senddtmf app_softhangup
    app_stack app_stream_echo app_talkdetect app_transfer app_userevent app_verbose app_waitforcond
    app_waitforsilence app_while`,
  'Dialplan functions': `func_base64 func_callerid func_channel func_cut func_db func_devstate func_dialgroup
    func_dialplan func_export func_extstate func_global func_groupcount func_hangupcause
    func_holdintercept func_jitterbuffer func_json func_lock func_logic func_math func_md5
    func_periodic_hook func_pjsip_aor func_pjsip_contact func_pjsip_endpoint func_presencestate func_rand
    func_sayfiles func_scramble func_sha1 func_sorcery
    func_sprintf func_strings func_talkdetect func_timeout func_uri func_uuid func_version func_volume`,
  Other: `res_clialiases res_musiconhold res_mutestream res_tonedetect res_agi res_speech`,
};

const files = (names: string): string[] => names.split(/\s+/).map(name => `${name}.so`);

/** All of them, with the ending. */
export const modules = Object.values(groups).flatMap(files);
/** Those without which #phones cannot work, also on an Asterisk of somebody else. */
export const essentialModules = [
  ...files(groups.SIP),
  ...files(groups.ARI),
  ...files(
    'chan_pjsip res_rtp_asterisk res_srtp bridge_simple bridge_native_rtp bridge_softmix res_musiconhold',
  ),
];

export const modulesConf: ConfigurationFile = {
  name: 'modules.conf',
  text: ({
    folders,
  }) => `${heading('Modules: named one by one, so that the start is quick and nothing unneeded listens')}
[modules]
autoload = no
${Object.entries(groups)
  .map(
    ([title, names]) =>
      `; ${title}\n${files(names)
        .map(name => `load = ${name}`)
        .join('\n')}`,
  )
  .join('\n')}
${includeCustom(folders, 'modules_custom.conf')}`,
};
