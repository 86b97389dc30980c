/*
 * ops_table.h - which function answers which operation.
 *
 * Shape:  one table, op -> function; each function is declared here and stands
 *         in the file that its comment names. The dispatcher has identified
 *         the actor and checked its role before it calls.
 * Units:  none.
 * Errors: enum reply.
 * Source: ops.h is the catalogue that this answers.
 */
#ifndef IDENTITYD_OPS_TABLE_H
#define IDENTITYD_OPS_TABLE_H

#include "core.h"

typedef enum reply core_op(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer);

/* NULL when this daemon does not answer it. */
core_op *ops_table_find(enum op op);

/* reset.c: for who cannot sign in */
core_op reset_forgot, reset_redeem;
/* judge.c, sign.c, sign_out.c: for who can */
core_op judge_rules, sign_in, sign_session, sign_change, sign_out, sign_out_all;
/* event.c: what happened to the own account */
core_op event_list;
/* mail_change.c: their own address */
core_op mail_change, mail_confirm, mail_drop;
/* desk.c: personnel and the code */
core_op desk_code_show, desk_code_issue;
/* enrol.c, mailbox.c, transfer.c: people come and move */
core_op enrol_put, mailbox_set, transfer_take_in, transfer_rename;
/* posting.c: their state */
core_op posting_suspend, posting_restore, posting_leave, posting_release,
    posting_sweep;
/* people.c: looking at people */
core_op people_load, people_list, people_mail_list;
/* structure.c: schools, units */
core_op structure_school_put, structure_school_list, structure_unit_put,
    structure_unit_list;
/* role.c: personnel, 資訊執秘 */
core_op role_put, role_list;
/* group.c, machine.c, app.c, notice.c */
core_op group_put, group_members, group_list;
core_op machine_add, machine_del, machine_list;
core_op app_put, app_del, app_list, app_secret;
core_op notice_put, notice_del, notice_list;
/* check.c, keys.c, metrics.c, report.c: for IT */
core_op keys_id_index, keys_list, keys_add, keys_prepare, keys_use, keys_retire;
core_op metrics;
core_op check_all;
core_op report_hello, report_stats, report_audit_list, report_audit_head,
    report_mail_retry;
/* signon.c, token.c, userinfo.c, discovery.c, openid_end.c: other services */
core_op openid_authorize, openid_token, openid_userinfo, openid_keys,
    openid_about, openid_end;
/* letters.c: for portal-mailer */
core_op letters_fill, letters_state;

#endif
