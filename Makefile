# Portal Identity: one graph for everything. README.md has the map.
#
#   make            build everything        make run     the story, live
#   make test       every test              make check   the quick ones
#   make asan fuzz cover lint bench deb install uninstall
#
# A binary is one line: its sources and its libraries. That line is also the
# statement of what the program can do.

FLAVOUR ?= plain
B       := build/$(FLAVOUR)

prefix      ?= /usr/local
bindir      ?= $(prefix)/bin
sbindir     ?= $(prefix)/sbin
# Where settings are put; the programs read /etc/portal, or what -c names.
sysconfdir  ?= /etc
datadir     ?= $(prefix)/share
localedir   ?= $(datadir)/locale
mandir      ?= $(datadir)/man
libdir      ?= /lib/$(shell gcc -print-multiarch)
pamdir      ?= $(libdir)/security
pkglibdir   ?= $(prefix)/lib/portal
bashdir     ?= $(datadir)/bash-completion/completions
systemddir  ?= $(prefix)/lib

CSTD     := -std=c17 -D_GNU_SOURCE -Idaemon -Ibuild/gen
WARN     := -Wall -Wextra -Wshadow -Wformat=2 -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wpointer-arith -Wvla \
            -Wswitch-enum -Wundef -Wunused-result -Wno-format-nonliteral \
            -Wno-missing-field-initializers
HARDEN   := -fstack-protector-strong -fPIC -fno-plt
LDHARDEN := -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed,--gc-sections

CC_plain  := gcc
OPT_plain := -O2 -g -D_FORTIFY_SOURCE=2 -ffunction-sections
CC_strict  := gcc
OPT_strict := $(OPT_plain)
CC_asan   := gcc
OPT_asan  := -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer \
             -fno-sanitize-recover=undefined
CC_fuzz   := clang
OPT_fuzz  := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
             -fno-sanitize-recover=undefined
CC_cover  := gcc
OPT_cover := -O0 -g --coverage

CC       := $(CC_$(FLAVOUR))
WERROR   := $(if $(CI)$(filter strict,$(FLAVOUR)),-Werror)
ALL_CFLAGS  = $(CSTD) $(WARN) $(WERROR) $(HARDEN) $(OPT_$(FLAVOUR)) $(CFLAGS)
ALL_LDFLAGS = $(LDHARDEN) $(filter -fsanitize=% --coverage,$(OPT_$(FLAVOUR))) \
              $(LDFLAGS)

.DELETE_ON_ERROR:
.PHONY: all
all:

# ---------------------------------------------------------------- the rules
# $(call program,PATH,SOURCES,LIBS,LDFLAGS): a program.
# $(call module,PATH,SOURCES,LIBS,MAP,LDFLAGS): a shared object that exports its map.
# $(call unit,NAME,SOURCES,LIBS,LDFLAGS): tests/unit/NAME_test.c, with cmocka.
# $(call moduletest,NAME,SOURCES,LIBS,LDFLAGS): tests/module/NAME_test.c, with cmocka,
#   which tests/module/NAME.sh runs against real servers. roottest: tests/root.
# $(call benchmark,NAME,SOURCES,LIBS): tests/bench/NAME_bench.c.
# $(call fuzzer,NAME,SOURCES,LIBS,LDFLAGS): tests/fuzz/NAME_fuzz.c, corpus beside it.

objects = $(patsubst %.c,$(B)/%.o,$(1))

define program
$(B)/$(strip $(1)): $(call objects,$(2)) $(B)/flags
	$$(CC) $$(ALL_LDFLAGS) -pie $(4) -o $$@ $$(filter %.o,$$^) $(3)
PROGRAMS += $(B)/$(strip $(1))
OBJECTS  += $(call objects,$(2))
endef

define module
$(B)/$(strip $(1)): $(call objects,$(2)) $(4) $(B)/flags
	$$(CC) $$(ALL_LDFLAGS) -shared $(if $(filter plain,$(FLAVOUR)),-Wl$(comma)-z$(comma)defs) \
	    -Wl,--version-script=$(4) $(5) -o $$@ $$(filter %.o,$$^) $(3)
MODULES += $(B)/$(strip $(1))
OBJECTS += $(call objects,$(2))
endef
comma := ,

define unit
$(B)/tests/unit/$(strip $(1))_test: $(call objects,tests/unit/$(strip $(1))_test.c $(2)) $(B)/flags
	$$(CC) $$(ALL_LDFLAGS) -pie $(4) -o $$@ $$(filter %.o,$$^) $(3) -lcmocka
UNITS   += $(B)/tests/unit/$(strip $(1))_test
OBJECTS += $(call objects,tests/unit/$(strip $(1))_test.c $(2))
endef

define servertest
$(B)/tests/$(1)_test: $(call objects,tests/$(1)_test.c $(2)) $(B)/flags
	$$(CC) $$(ALL_LDFLAGS) -pie $(4) -o $$@ $$(filter %.o,$$^) $(3) -lcmocka
OBJECTS += $(call objects,tests/$(1)_test.c $(2))
endef
define moduletest
$(call servertest,module/$(strip $(1)),$(2),$(3),$(4))
MODULETESTS += $(B)/tests/module/$(strip $(1))_test
endef
define roottest
$(call servertest,root/$(strip $(1)),$(2),$(3),$(4))
ROOTTESTS += $(B)/tests/root/$(strip $(1))_test
endef

define benchmark
$(B)/tests/bench/$(strip $(1))_bench: $(call objects,tests/bench/$(strip $(1))_bench.c $(2)) $(B)/flags
	$$(CC) $$(ALL_LDFLAGS) -pie -o $$@ $$(filter %.o,$$^) $(3)
BENCHMARKS += $(B)/tests/bench/$(strip $(1))_bench
OBJECTS += $(call objects,tests/bench/$(strip $(1))_bench.c $(2))
endef

define fuzzer
$(B)/tests/fuzz/$(strip $(1))_fuzz: $(call objects,tests/fuzz/$(strip $(1))_fuzz.c $(2)) $(B)/flags
	$$(CC) $$(ALL_LDFLAGS) -fsanitize=fuzzer $(4) -o $$@ $$(filter %.o,$$^) $(3)
FUZZERS += $(if $(filter fuzz,$(FLAVOUR)),$(B)/tests/fuzz/$(strip $(1))_fuzz)
OBJECTS += $(call objects,tests/fuzz/$(strip $(1))_fuzz.c $(2))
FUZZ_NAMES += $(strip $(1))
endef

# ------------------------------------------------------------------ base
# Without what links libseccomp: only fronts lock themselves in.
BASE := $(filter-out daemon/base/jail_calls.c,$(wildcard daemon/base/*.c))
OPS  := $(addprefix daemon/base/,field.c ops.c ops_lab.c)
WIRE := $(OPS) $(addprefix daemon/base/,wire.c text.c err.c)

$(eval $(call unit,ready,daemon/base/ready.c daemon/base/text.c))
$(eval $(call unit,err,daemon/base/err.c))
$(eval $(call unit,text,daemon/base/text.c))
$(eval $(call unit,clock,daemon/base/clock.c))
$(eval $(call unit,heap,daemon/base/heap.c))
$(eval $(call unit,jail,$(addprefix daemon/base/,err.c jail.c jail_calls.c jail_files.c),-lseccomp))
$(eval $(call unit,log,daemon/base/log.c daemon/base/text.c))
$(eval $(call unit,conf,daemon/base/conf.c daemon/base/text.c \
    daemon/base/err.c,-lconfig))
$(eval $(call unit,wire,$(WIRE)))
$(eval $(call unit,tally,daemon/base/tally.c $(WIRE)))
$(eval $(call unit,teller,$(BASE),-lconfig))
$(eval $(call unit,serve,tests/unit/served.c $(BASE),-lconfig))
$(eval $(call unit,ask,tests/unit/served.c $(BASE),-lconfig))
$(eval $(call fuzzer,wire,$(WIRE)))
$(eval $(call fuzzer,text,daemon/base/text.c daemon/base/clock.c))
# $(call fuzzer,…,$(LIBCONFIG_HEAP)): with tests/fuzz/libconfig_heap.c.
LIBCONFIG_HEAP := -l:libconfig.a $(foreach f,malloc calloc realloc __strdup free config_read_string,-Wl$(comma)--wrap=$(f))
$(eval $(call fuzzer,conf,tests/fuzz/libconfig_heap.c daemon/base/conf.c daemon/base/text.c \
    daemon/base/err.c,$(LIBCONFIG_HEAP)))

# ------------------------------------------------------------------- dir
# Unpacked, never installed: the host gets no service.
SERVERS := build/root/slapd build/root/nginx build/root/apache2-bin \
	build/root/libapache2-mod-auth-openidc build/root/postgresql-15 build/root/postgresql-client-15
$(SERVERS):
	tests/unpack.sh $(@F)
# What drives the browser; whole or not at all.
build/node: tests/e2e/package-lock.json
	@rm -rf $@.new && mkdir -p $@.new && cp tests/e2e/package*.json $@.new
	npm ci --prefix $@.new --ignore-scripts --no-audit --no-fund \
	    --loglevel=error >/dev/null
	@rm -rf $@ && mv $@.new $@ && touch $@
# The judge of passwords: in slapd, identityd and labd.
QUALITY := daemon/dir/quality.c daemon/base/err.c daemon/base/text.c
$(B)/daemon/dir/quality.o: daemon/dir/quality_words.txt
$(eval $(call module,daemon/dir/portal_quality.so,\
	daemon/dir/quality_slapd.c $(QUALITY),-lzxcvbn -lm,daemon/dir/quality_slapd.map))
$(eval $(call module,daemon/dir/portal_quality_guard.so,\
	daemon/dir/quality_guard.c,-ldl,daemon/dir/quality_guard.map))
$(eval $(call unit,quality,$(QUALITY),-lzxcvbn -lm))
$(eval $(call fuzzer,quality,$(QUALITY),-lzxcvbn -lm))
# Everything that speaks to the directory; the program adds its own files.
DIR := $(addprefix daemon/dir/,dial.c dir.c dn.c entry.c filter.c mods.c sync.c \
	sync_cookie.c sync_message.c talk.c trust.c walk.c) \
	$(addprefix daemon/base/,clock.c err.c text.c)
$(eval $(call unit,filter,daemon/dir/filter.c daemon/base/err.c,-lldap -llber))
$(eval $(call unit,dn,daemon/dir/dn.c daemon/base/err.c daemon/base/text.c,-lldap -llber))
$(eval $(call unit,csn,daemon/dir/csn.c daemon/base/clock.c))
$(eval $(call unit,sync_cookie,daemon/dir/sync_cookie.c daemon/base/text.c))
$(eval $(call unit,health,$(DIR),-lldap -llber,$(foreach f,dial_open clock_mono_ms,-Wl$(comma)--wrap=$(f))))
$(eval $(call unit,sync,$(DIR),-lldap -llber,-Wl$(comma)--wrap=dial_open))
$(foreach t,dir dir_trouble,$(eval $(call moduletest,$(t),$(DIR) tests/module/anna.c,-lldap -llber -lcmocka)))
$(eval $(call fuzzer,filter,daemon/dir/filter.c daemon/base/err.c,-lldap -llber))
$(eval $(call fuzzer,sync,$(DIR),-lldap -llber,$(foreach f,open close is_stale,-Wl$(comma)--wrap=dial_$(f))))

# ------------------------------------------------------------------ mail
LETTER := $(addprefix daemon/mail/,letter.c letter_text.c mail_address.c mime.c) \
	daemon/base/err.c daemon/base/text.c
OUTBOX := $(addprefix daemon/mail/,outbox.c outbox_name.c promise.c) $(LETTER)
MAILER := $(addprefix daemon/mail/,delivery.c followers.c mail_meter.c maildir.c mailer_conf.c outbox_take.c smtp.c smtp_relay.c smtp_talk.c) $(OUTBOX) \
	$(addprefix daemon/base/,ask.c asker.c clock.c conf.c daemon.c heap.c jail.c \
	listener.c log.c meter.c ready.c tally.c teller.c wire.c) $(OPS)
$(eval $(call program,daemon/mail/portal-mailer,daemon/mail/mailer.c $(MAILER),-lcurl -lconfig))
$(eval $(call program,tests/e2e/confined,tests/e2e/confined.c,-lseccomp))
$(eval $(call module,tests/e2e/offender.so,tests/e2e/offender.c,-ldl,tests/e2e/offender.map))
$(eval $(call program,tests/e2e/identityd_fake,tests/e2e/identityd_fake.c $(OUTBOX) $(BASE),-lconfig))
$(eval $(call unit,delivery,tests/unit/outbox_box.c $(MAILER),-lcurl -lconfig,\
    $(foreach f,ask renameat unlinkat,-Wl$(comma)--wrap=$(f))))
$(eval $(call unit,followers,daemon/mail/followers.c daemon/base/text.c))
$(eval $(call unit,letter,$(LETTER)))
$(eval $(call unit,mail_address,daemon/mail/mail_address.c daemon/base/err.c))
$(eval $(call unit,mime,daemon/mail/mime.c daemon/base/err.c daemon/base/text.c))
$(eval $(call unit,promise,daemon/mail/promise.c $(LETTER)))
$(eval $(call unit,smtp,$(addprefix daemon/mail/,smtp.c smtp_relay.c) daemon/base/err.c daemon/base/text.c,-pthread,\
	-Wl$(comma)--wrap=pthread_create))
$(eval $(call unit,smtp_relay,daemon/mail/smtp_relay.c daemon/base/err.c daemon/base/text.c))
$(eval $(call unit,outbox,tests/unit/outbox_box.c daemon/mail/outbox_take.c $(OUTBOX)))
$(eval $(call unit,outbox_disk,tests/unit/outbox_box.c daemon/mail/outbox_take.c $(OUTBOX),,\
    $(foreach f,write fsync renameat unlinkat,-Wl$(comma)--wrap=$(f))))
$(eval $(call fuzzer,letter,$(LETTER)))
$(eval $(call fuzzer,mail_address,daemon/mail/mail_address.c daemon/base/err.c))
$(eval $(call fuzzer,promise,daemon/mail/outbox_name.c daemon/mail/promise.c $(LETTER)))

# ------------------------------------------------------------------ jose
# What our services sign and check: who links it needs GnuTLS and jansson.
JOSE := $(addprefix daemon/jose/,jwk.c jwt.c rsa.c)
JOSE_LIBS := -lgnutls -ljansson
$(eval $(call unit,jwt,$(JOSE) daemon/base/err.c daemon/base/text.c,$(JOSE_LIBS)))
$(eval $(call fuzzer,jwt,$(JOSE) daemon/base/err.c daemon/base/text.c,$(JOSE_LIBS)))

# ------------------------------------------------------------------ seal
# Numbered keys, and what others carry for us.
TEXT := daemon/base/text.c daemon/base/err.c
KEYRING := daemon/seal/keyring.c daemon/base/almanac.c $(TEXT)
SEAL := $(addprefix daemon/seal/,keyfile.c seal.c) $(KEYRING)
$(eval $(call unit,keyring,$(KEYRING),-lsodium))
$(eval $(call unit,keyfile,daemon/seal/keyfile.c $(KEYRING),-lsodium,\
	$(foreach f,write fsync rename unlink,-Wl$(comma)--wrap=$(f))))
$(eval $(call fuzzer,keyring,$(KEYRING),-lsodium))

# ------------------------------------------------------------- identityd
NATIONAL_ID := daemon/identityd/national_id.c $(TEXT)
CODE := daemon/identityd/code.c $(TEXT)
$(eval $(call unit,national_id,$(NATIONAL_ID),-lsodium))
$(eval $(call unit,code,$(CODE),-lsodium))
$(eval $(call unit,mail_proof,daemon/identityd/mail_proof.c daemon/identityd/code.c \
	$(KEYRING),-lsodium))
ROSTER := $(patsubst %,daemon/identityd/%.c,roster twin account staff) daemon/base/csv.c \
	daemon/mail/mail_address.c daemon/base/almanac.c daemon/base/clock.c \
	$(NATIONAL_ID)
$(eval $(call unit,account,daemon/identityd/account.c $(TEXT)))
$(eval $(call unit,staff,daemon/identityd/staff.c daemon/base/clock.c $(TEXT)))
$(eval $(call unit,csv,daemon/base/csv.c))
$(eval $(call unit,twin,daemon/identityd/twin.c,-lsodium))
$(eval $(call unit,roster,$(ROSTER),-lsodium))
$(eval $(call fuzzer,roster,$(ROSTER),-lsodium))
$(eval $(call fuzzer,national_id,$(NATIONAL_ID),-lsodium))
$(eval $(call fuzzer,code,$(CODE),-lsodium))

GRANT := $(patsubst %,daemon/identityd/%.c,grant session) daemon/seal/seal.c $(KEYRING)
$(eval $(call unit,grant,$(GRANT),-lsodium))
$(eval $(call program,tests/e2e/aged_token,tests/e2e/aged_token.c $(GRANT) \
	daemon/seal/keyfile.c daemon/base/clock.c,-lsodium))
$(eval $(call unit,asked,daemon/identityd/asked.c daemon/seal/seal.c $(KEYRING) \
	daemon/base/wire.c $(OPS),-lsodium))
$(eval $(call unit,client_uri,daemon/identityd/client_uri.c $(TEXT)))
$(eval $(call unit,response,daemon/identityd/response.c $(TEXT)))
AUTHORIZE := $(patsubst %,daemon/identityd/%.c,authorize scope) $(GRANT) \
	daemon/base/wire.c $(OPS)
$(eval $(call unit,authorize,$(AUTHORIZE),-lsodium))
$(eval $(call fuzzer,authorize,$(AUTHORIZE) $(patsubst %,daemon/identityd/%.c,client_uri \
	response),-lsodium))
$(eval $(call fuzzer,grant,$(GRANT),-lsodium))
$(eval $(call unit,claims,$(patsubst %,daemon/identityd/%.c,claims scope) \
	daemon/dir/school.c $(DIR),-ljansson -lldap -llber))
$(eval $(call unit,keyset,$(patsubst %,daemon/identityd/%.c,keyset shared signing) $(KEYRING) \
	$(JOSE),$(JOSE_LIBS) -lsodium -pthread,-Wl$(comma)--wrap=rsa_derive))

# Everything of identityd but main and what only portal-admin reads.
IDENTITYD := $(sort $(filter-out $(patsubst %,daemon/identityd/%.c,identityd \
	roster twin),$(wildcard daemon/identityd/*.c)) \
	$(addprefix daemon/dir/,csn.c person.c school.c) $(QUALITY) $(OUTBOX) $(DIR) $(JOSE) $(SEAL) $(BASE))
IDENTITYD_LIBS := -lldap -llber -lsodium -lconfig -lzxcvbn -lm $(JOSE_LIBS) -pthread
$(eval $(call program,daemon/identityd/identityd,daemon/identityd/identityd.c $(IDENTITYD),$(IDENTITYD_LIBS)))
ENROLMENT := $(patsubst %,daemon/identityd/%.c,enrolment changes account staff) \
	$(addprefix daemon/base/,almanac.c clock.c wire.c) $(OPS) daemon/mail/mail_address.c $(TEXT)
$(eval $(call unit,enrolment,$(ENROLMENT)))
$(eval $(call unit,identityd_conf,daemon/identityd/identityd_conf.c daemon/base/conf.c $(DIR),\
	-lconfig -lldap -llber))
$(eval $(call unit,page,daemon/identityd/page.c $(WIRE) $(DIR),-lldap -llber))
$(eval $(call unit,school,daemon/dir/school.c $(DIR),-lldap -llber))
TOWN := tests/module/town.c daemon/dir/person.c daemon/base/ask.c $(sort $(OUTBOX) $(WIRE) $(DIR))
$(eval $(call moduletest,rights,$(TOWN),-lldap -llber))
$(eval $(call moduletest,self,$(TOWN),-lldap -llber))
$(eval $(call moduletest,signon,$(TOWN),-lldap -llber))
$(eval $(call moduletest,probe,$(TOWN),-lldap -llber))
$(eval $(call moduletest,notice,$(sort $(TOWN) daemon/base/almanac.c),-lldap -llber))
$(eval $(call moduletest,enrol,$(sort $(TOWN) daemon/base/almanac.c),-lldap -llber))
$(eval $(call benchmark,cost))
$(eval $(call roottest,pair,tests/bench/crowd.c $(TOWN),-lldap -llber))
$(eval $(call benchmark,crowd,tests/bench/crowd.c $(TOWN),-lldap -llber -lcmocka))
$(eval $(call benchmark,portal,tests/bench/crowd.c daemon/portal/proof.c $(TOWN),-lldap -llber -lcmocka -lcurl -lsodium))
# Its operations without the daemon around them.
STAGE := $(IDENTITYD) $(addprefix tests/module/,mortal.c stage.c)
$(eval $(call benchmark,lookup,$(STAGE),$(IDENTITYD_LIBS) -lcmocka))
$(eval $(call moduletest,claim_race,$(STAGE),$(IDENTITYD_LIBS)))
$(eval $(call moduletest,posting,$(STAGE),$(IDENTITYD_LIBS),\
	$(foreach f,dir_modify dir_add,-Wl$(comma)--wrap=$(f))))
$(eval $(call moduletest,lists,$(STAGE),$(IDENTITYD_LIBS),\
	$(foreach f,dir_search person_read,-Wl$(comma)--wrap=$(f))))
$(eval $(call moduletest,audit,$(STAGE),$(IDENTITYD_LIBS),$(foreach f,dir_add dir_modify \
	pthread_mutex_clocklock,-Wl$(comma)--wrap=$(f))))
# What they ask of the directory, counted.
$(foreach t,bearer claim forgot guess,$(eval $(call moduletest,$(t),$(STAGE) tests/module/work.c,\
	$(IDENTITYD_LIBS),$(foreach f,dir_search dir_find dir_get dir_modify dir_bind crypto_pwhash,\
	-Wl$(comma)--wrap=$(f)))))
$(eval $(call moduletest,transfer,$(STAGE),$(IDENTITYD_LIBS)))
OLGA := $(STAGE) tests/module/olga.c
$(foreach t,openid openid_authorize openid_keys,$(eval $(call moduletest,$(t),$(OLGA),$(IDENTITYD_LIBS))))
$(eval $(call benchmark,signon,$(OLGA),$(IDENTITYD_LIBS) -lcmocka))
$(eval $(call moduletest,kill,$(OLGA),$(IDENTITYD_LIBS),$(foreach f,write fsync renameat \
	ldap_search_ext ldap_modify_ext ldap_add_ext ldap_result,-Wl$(comma)--wrap=$(f))))

# ------------------------------------------------------------------- web
PHRASE := daemon/web/phrase.c daemon/base/err.c daemon/base/text.c
$(eval $(call unit,phrase,$(PHRASE)))
WEB := $(wildcard daemon/web/*.c)
FORM := daemon/web/form.c daemon/web/form_multipart.c $(TEXT)
TEMPLATE := $(patsubst %,daemon/web/%.c,body phrase template template_parse view) $(TEXT)
ROUTE := $(patsubst %,daemon/web/%.c,body cookie csrf phrase route) $(FORM)
$(eval $(call unit,form,$(FORM)))
$(eval $(call unit,cookie,daemon/web/cookie.c $(TEXT)))
$(eval $(call unit,address,daemon/web/address.c $(TEXT)))
$(eval $(call unit,csrf,daemon/web/csrf.c $(TEXT),-lsodium))
$(eval $(call unit,template,$(TEMPLATE)))
$(eval $(call unit,dateline,daemon/web/dateline.c daemon/base/almanac.c $(TEXT)))
$(eval $(call unit,route,$(ROUTE) $(addprefix daemon/web/,address.c http_answer.c),-lsodium))
$(eval $(call unit,upload,daemon/web/upload.c daemon/base/clock.c,-lpthread))
$(eval $(call moduletest,mustache,$(TEMPLATE),-ljansson))
$(eval $(call fuzzer,form,$(FORM)))
$(eval $(call fuzzer,cookie,daemon/web/cookie.c $(TEXT)))
$(eval $(call fuzzer,template,$(TEMPLATE)))
MESSAGE := daemon/web/message.c $(WIRE)
$(eval $(call unit,message,$(MESSAGE),-ljansson))
$(eval $(call fuzzer,message,$(MESSAGE),-ljansson))
CREDENTIAL := daemon/web/credential.c $(FORM)
$(eval $(call unit,credential,$(CREDENTIAL),-lsodium))
$(eval $(call fuzzer,credential,$(CREDENTIAL),-lsodium))

# ----------------------------------------------------------------- front
# What every program that browsers talk to consists of; it adds its own pages.
FRONT := $(wildcard daemon/front/*.c) $(WEB) $(BASE) daemon/base/jail_calls.c
FRONT_LIBS := -lmicrohttpd -lseccomp -ljansson -lsodium -lconfig -pthread
$(eval $(call unit,front_jail,daemon/front/front_jail.c \
	$(addprefix daemon/base/,err.c jail.c jail_calls.c jail_files.c log.c text.c),-lseccomp -pthread))
FRONT_FILES := $(wildcard daemon/front/pages/* daemon/web/frame.html daemon/web/*.css)
# A domain per language, of each front and of what all say; English is the key.
PO := $(wildcard daemon/*/zh_TW.po)
CATALOGUES := $(patsubst daemon/%/zh_TW.po,$(B)/locale/C/LC_MESSAGES/%-zh_TW.mo,$(PO))
$(B)/locale/C/LC_MESSAGES/%-zh_TW.mo: daemon/%/zh_TW.po
	@mkdir -p $(@D)
	msgfmt --check-format -o $@ $<

# New sentences into the catalogues, those that nobody says out of them.
.PHONY: phrases
phrases:
	@mkdir -p build/gen; for po in $(PO); do room=$$(dirname "$$po"); \
	    shared=; [ "$$room" != daemon/front ] || shared=daemon/web; \
	    tests/phrases.sh "$$room" $$shared >build/gen/new.pot && \
	    msgmerge --quiet --no-fuzzy-matching --no-location --sort-output \
		"$$po" build/gen/new.pot | msgattrib --force-po --no-obsolete \
		--no-location --sort-output -o build/gen/new.po - && \
	    cp build/gen/new.po "$$po"; done

# ---------------------------------------------------------------- portal
PORTAL := $(filter-out daemon/portal/portal_front.c,$(wildcard daemon/portal/*.c)) \
	$(FRONT) $(filter-out $(BASE),$(ROSTER))
PORTAL_LIBS := $(FRONT_LIBS) -lfreetype -lpng -lm
$(eval $(call program,daemon/portal/portal-front,daemon/portal/portal_front.c $(PORTAL),$(PORTAL_LIBS)))
$(B)/daemon/portal/portal_pages.o: $(wildcard daemon/portal/pages/* daemon/portal/static/*) $(FRONT_FILES)

# The digits that a captcha says: words for espeak-ng's voices.
VOICE_zh-TW := cmn-latn-pinyin ling2 yi1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3
VOICE_en    := en-us zero one two three four five six seven eight nine
CLIPS := $(foreach lang,zh-TW en,$(foreach n,0 1 2 3 4 5 6 7 8 9,$(B)/voice/$(lang)/$(n).wav))
$(CLIPS):
	@mkdir -p $(@D)
	@set -- $(VOICE_$(notdir $(@D))); voice=$$1; shift $$(($(basename $(@F)) + 1)); \
	    espeak-ng -v "$$voice" -s 130 -w $@ "$$1"

$(eval $(call fuzzer,route,$(ROUTE) $(addprefix daemon/web/,address.c http_answer.c) daemon/portal/proof.c,-lsodium))
CAPTCHA := $(sort $(patsubst %,daemon/portal/%.c,captcha dice glyph picture proof voice) \
	$(PHRASE) $(addprefix daemon/base/,meter.c tally.c) $(WIRE))
CAPTCHA_LIBS := -lfreetype -lpng -lsodium -lm -pthread
$(B)/daemon/portal/glyph.o: private ALL_CFLAGS += -isystem /usr/include/freetype2
$(eval $(call unit,kept,daemon/portal/kept.c $(WIRE),-pthread))
$(eval $(call unit,dice,daemon/portal/dice.c,-lsodium))
$(eval $(call unit,proof,daemon/portal/proof.c $(TEXT),-lsodium))
$(eval $(call unit,picture,$(addprefix daemon/portal/,dice.c glyph.c picture.c) $(TEXT),-lfreetype -lpng -lsodium -lm))
$(eval $(call unit,voice,$(addprefix daemon/portal/,dice.c voice.c) $(PHRASE) daemon/base/text.c,-lsodium -lm))
$(eval $(call unit,captcha,$(CAPTCHA),$(CAPTCHA_LIBS),-Wl$(comma)--wrap=dice_below))
$(eval $(call benchmark,captcha,$(CAPTCHA) daemon/base/clock.c,$(CAPTCHA_LIBS)))
$(addprefix $(B)/tests/,unit/voice_test unit/captcha_test bench/captcha_bench): $(CLIPS)

OPENID_REQUEST := daemon/portal/openid_request.c daemon/web/address.c daemon/base/wire.c \
	$(OPS) $(FORM)
$(eval $(call unit,openid_request,$(OPENID_REQUEST)))
$(eval $(call fuzzer,openid_request,$(OPENID_REQUEST)))

# -------------------------------------------------------------------- db
SQL := $(addprefix daemon/db/,migration.c sql.c sql_sqlite.c) daemon/base/err.c daemon/base/text.c
# libpq is loaded by who wants PostgreSQL, and nowhere else.
$(B)/daemon/db/sql_pgsql.o: private ALL_CFLAGS += -isystem /usr/include/postgresql
$(eval $(call module,daemon/db/portal_sql_pgsql.so,\
	daemon/db/sql_pgsql.c daemon/base/err.c daemon/base/text.c,-lpq,daemon/db/sql_pgsql.map))
$(eval $(call moduletest,sql,$(SQL),-lsqlite3 -ldl))

# ---------------------------------------------------------------- leaved
ALMANAC := daemon/base/almanac.c daemon/base/text.c daemon/base/err.c

LEAVE_RULES := $(ALMANAC) $(addprefix daemon/leaved/,amiss.c calendar.c calendar_csv.c \
	calendar_ics.c entitlement.c faults.c record.c refusal.c rulefile.c \
	rulefolder.c rules.c worktime.c)

LEAVE_BOOK := $(LEAVE_RULES) $(addprefix daemon/leaved/,approval.c book.c \
	book_step.c book_year.c cover.c filing.c ledger.c overtime.c plan.c request.c)
LEAVE_CALC := $(LEAVE_BOOK) $(addprefix daemon/tools/,answer.c expect.c \
	fields.c line.c play.c play_request.c play_school.c scenario.c stage.c)

$(B)/daemon/leaved/tables.o: schema/leaved.sql
# A person's book out of the tables and back.
FOLDER := $(sort $(LEAVE_BOOK) $(SQL) $(addprefix daemon/leaved/,facts.c folder_load.c \
	folder_save.c tables.c))
$(eval $(call unit,amiss,daemon/leaved/amiss.c daemon/leaved/amiss_field.c $(OPS) $(ALMANAC)))
$(eval $(call unit,facts,$(LEAVE_BOOK) daemon/leaved/facts.c,-lconfig))
$(eval $(call moduletest,folder,$(sort $(FOLDER) $(LEAVE_CALC)),-lsqlite3 -lconfig -ljansson,\
	$(foreach f,book_tick book_recount,-Wl$(comma)--wrap=$(f))))

PEOPLE := $(addprefix daemon/leaved/,people.c people_hear.c) daemon/dir/person.c $(DIR)
$(eval $(call moduletest,people,$(sort $(FOLDER) $(PEOPLE)),-lsqlite3 -lconfig -lldap -llber))

# Everything of leaved but main.
LEAVED := $(sort $(filter-out daemon/leaved/leaved.c,$(wildcard daemon/leaved/*.c)) \
	daemon/identityd/audit_chain.c daemon/base/csv.c $(addprefix daemon/dir/,person.c school.c) $(SQL) \
	$(DIR) $(OUTBOX) $(JOSE) $(SEAL) $(BASE))
LEAVED_LIBS := -lsqlite3 -ldl -lldap -llber -lconfig -lsodium $(JOSE_LIBS)
$(eval $(call program,daemon/leaved/leaved,daemon/leaved/leaved.c $(LEAVED),$(LEAVED_LIBS)))
$(eval $(call moduletest,leaved,$(LEAVED) tests/module/school.c,$(LEAVED_LIBS) -lcmocka))
$(foreach t,leaved_cover leaved_office leaved_overtime leaved_days leaved_door leaved_end leaved_papers leaved_rights leaved_year,\
	$(eval $(call moduletest,$(t),$(LEAVED) tests/module/school.c,$(LEAVED_LIBS) -lcmocka)))
SCHOOL_MORTAL := $(LEAVED) $(addprefix tests/module/,mortal.c school.c school_mortal.c)
$(foreach t,leaved_race leaved_death,$(eval $(call moduletest,$(t),$(SCHOOL_MORTAL),$(LEAVED_LIBS) -lcmocka,\
	$(foreach f,sql_change sql_put sql_commit,-Wl$(comma)--wrap=$(f)))))
$(eval $(call unit,occasion,$(sort $(LEAVE_BOOK) $(LETTER)) daemon/leaved/occasion.c,-lconfig))
$(foreach t,leaved_fallen leaved_duty,$(eval $(call moduletest,$(t),\
	$(SCHOOL_MORTAL) $(addprefix tests/module/,gone.c letterbox.c),$(LEAVED_LIBS) -lcmocka,\
	$(foreach f,sql_change sql_put sql_commit,-Wl$(comma)--wrap=$(f)))))
$(eval $(call moduletest,mailbag,$(SCHOOL_MORTAL) tests/module/letterbox.c,$(LEAVED_LIBS) -lcmocka,\
	$(foreach f,sql_change sql_put sql_commit outbox_put,-Wl$(comma)--wrap=$(f))))
$(eval $(call benchmark,leaved,$(LEAVED) tests/module/school.c,$(LEAVED_LIBS) -lcmocka))

FEED := $(ALMANAC) daemon/leaved/feed.c
$(eval $(call unit,feed,$(FEED),-lical))
$(eval $(call fuzzer,feed,$(FEED),-lical))
# What a browser says of a file.
PAPER := $(addprefix daemon/,leaved/paper.c base/text.c)
$(eval $(call unit,paper,$(PAPER) daemon/base/err.c))
$(eval $(call fuzzer,paper,$(PAPER)))

# Tables that somebody brings.
TIMETABLE := $(addprefix daemon/leaved/,columns.c timetable.c) daemon/base/csv.c \
	daemon/base/text.c daemon/base/err.c
$(eval $(call unit,timetable,$(TIMETABLE)))
$(eval $(call fuzzer,timetable,$(TIMETABLE)))

# ----------------------------------------------------------------- leave
LEAVE := $(filter-out daemon/leave/leave_front.c,$(wildcard daemon/leave/*.c)) $(FRONT)
$(eval $(call program,daemon/leave/leave-front,daemon/leave/leave_front.c $(LEAVE),$(FRONT_LIBS)))
$(eval $(call program,tests/e2e/leave_routes,tests/e2e/leave_routes.c $(LEAVE),$(FRONT_LIBS)))
$(B)/daemon/leave/leave_pages.o: $(wildcard daemon/leave/pages/* daemon/portal/static/icon.svg) $(FRONT_FILES)
SAYING := $(addprefix daemon/leave/,saying.c leave_captions.c) daemon/front/caption.c \
	daemon/web/view.c $(PHRASE) $(WIRE) daemon/base/almanac.c
$(eval $(call unit,saying,$(sort $(SAYING))))
$(eval $(call unit,leave_front_conf,daemon/leave/leave_front_conf.c daemon/front/front_keys.c \
	$(addprefix daemon/base/,conf.c err.c text.c),-lconfig))
$(eval $(call unit,leave_session,daemon/leaved/leave_session.c daemon/seal/seal.c $(KEYRING),-lsodium))

$(eval $(call fuzzer,sealed,tests/fuzz/sealed_leave.c $(patsubst %,daemon/identityd/%.c,asked code mail_proof session) \
	daemon/leaved/leave_session.c daemon/seal/seal.c $(KEYRING) daemon/base/wire.c $(OPS),-lsodium))

$(eval $(call unit,almanac,$(ALMANAC)))
$(eval $(call unit,worktime,$(LEAVE_RULES),-lconfig))
$(eval $(call unit,calendar,$(LEAVE_RULES),-lconfig))
$(eval $(call unit,rulefile,$(LEAVE_RULES),-lconfig))
$(eval $(call unit,entitlement,$(LEAVE_RULES),-lconfig))
$(eval $(call unit,approval,$(LEAVE_BOOK),-lconfig))
$(eval $(call unit,ledger,$(LEAVE_BOOK),-lconfig))
$(eval $(call unit,request,$(LEAVE_BOOK),-lconfig))
$(eval $(call unit,book,$(LEAVE_BOOK),-lconfig))
$(eval $(call benchmark,leave,$(LEAVE_BOOK) daemon/base/clock.c,-lconfig))
$(eval $(call fuzzer,almanac,$(ALMANAC)))
$(eval $(call fuzzer,calendar_csv,$(LEAVE_RULES),-lconfig))
$(eval $(call fuzzer,calendar_ics,$(LEAVE_RULES),-lconfig))
$(eval $(call fuzzer,rulefile,tests/fuzz/libconfig_heap.c $(LEAVE_RULES),$(LIBCONFIG_HEAP)))
$(eval $(call fuzzer,scenario,$(LEAVE_CALC),-lconfig -ljansson,\
	$(foreach f,rulefolder_load ruleset_add rules_wipe,-Wl$(comma)--wrap=$(f))))

# ------------------------------------------------------------------ labd
LABD := $(addprefix daemon/labd/,cdb_file.c claim_child.c follow.c hours.c lab.c lab_auth.c \
	lab_claim.c lab_entry.c lab_local.c lab_name.c lab_offline.c lab_own.c lab_person.c lab_report.c labd_conf.c \
	names_file.c offline.c search.c source.c state.c table.c) \
	$(DIR) $(BASE)
$(eval $(call program,daemon/labd/labd,$(sort daemon/labd/labd.c $(LABD) $(QUALITY)),-lldap -llber -lconfig -lsodium -lzxcvbn -lm -l:libcdb_pic.a))
$(eval $(call moduletest,follow,$(sort $(LABD) $(QUALITY)),-lldap -llber -lconfig -lsodium -lzxcvbn -lm -l:libcdb_pic.a,-Wl$(comma)--wrap=ldap_search_ext))
$(eval $(call unit,lab_claim,$(sort $(LABD) $(QUALITY)),-lldap -llber -lconfig -lsodium -lzxcvbn -lm -l:libcdb_pic.a,\
	$(foreach f,lab_person_check_name lab_person_ask_and_check lab_person_ask lab_is_open \
	clock_mono_ms poll claim_child_ask,-Wl$(comma)--wrap=$(f))))
$(eval $(call unit,hours,daemon/labd/hours.c daemon/base/err.c daemon/base/text.c))
$(eval $(call fuzzer,entry,daemon/dir/person.c daemon/dir/school.c $(addprefix daemon/labd/,cdb_file.c \
	lab_entry.c state.c table.c) daemon/base/names.c $(DIR),-lldap -llber -l:libcdb_pic.a))
$(eval $(call fuzzer,kept,$(addprefix daemon/labd/,cdb_file.c hours.c state.c table.c) \
	$(addprefix daemon/base/,err.c names.c text.c),-l:libcdb_pic.a))
NAMES_FILE := $(addprefix daemon/labd/,cdb_file.c lab_local.c lab_name.c names_file.c state.c table.c) \
	daemon/dir/dn.c $(addprefix daemon/base/,clock.c err.c names.c text.c)
$(eval $(call unit,names_file,$(NAMES_FILE),-lldap -llber -l:libcdb_pic.a,\
	$(foreach f,write fsync rename unlink fchmod close pwrite,-Wl$(comma)--wrap=$(f))))
$(eval $(call benchmark,names,$(NAMES_FILE),-lldap -llber -l:libcdb_pic.a))
$(eval $(call unit,lab_name,daemon/labd/lab_name.c daemon/base/text.c))
$(eval $(call unit,names,daemon/base/names.c))
$(eval $(call unit,table,daemon/labd/table.c))
$(eval $(call unit,offline,daemon/labd/offline.c $(addprefix daemon/base/,clock.c err.c text.c),-lsodium))
$(eval $(call unit,lab_local,daemon/labd/lab_local.c daemon/labd/table.c daemon/base/err.c daemon/base/text.c))
$(eval $(call unit,labd_conf,daemon/labd/hours.c daemon/labd/labd_conf.c $(addprefix daemon/base/,conf.c err.c portal.c text.c),-lconfig))

# ------------------------------------------------------------ pam_module
# Guests in other people's programs: libc, libpam, nothing else. Loaded anew for
# every login, so each page, segment and relocation counts: a third less time.
GUEST_LD := $(if $(filter plain strict,$(FLAVOUR)),-nostartfiles $(addprefix -Wl$(comma)-z$(comma),noseparate-code pack-relative-relocs))
GUEST := $(addprefix daemon/base/,ask.c clock.c err.c field.c lab_reason.c ops_lab.c text.c wire.c)
PAM_PORTAL := $(GUEST) $(addprefix pam_module/,call.c pam_claim.c pam_ops.c pam_options.c pam_passwd.c \
	pam_portal.c pam_words.c)
$(eval $(call module,pam_module/pam_portal.so,$(PAM_PORTAL),-lpam,pam_module/pam_portal.map,$(GUEST_LD)))
# cdb is linked in: it is the only way to read the file, and nobody else's.
$(eval $(call module,pam_module/libnss_portal.so.2,$(addprefix pam_module/,names_reader.c nss_portal.c) daemon/base/names.c,-l:libcdb_pic.a,pam_module/nss_portal.map,$(GUEST_LD)))
$(eval $(call moduletest,names,,))
$(eval $(call fuzzer,names,$(addprefix pam_module/,names_reader.c nss_portal.c) daemon/base/names.c,\
	-l:libcdb_pic.a,$(foreach f,open close stat fstat __fxstat64 lseek64 read \
	mmap64 munmap clock_gettime pthread_mutex_trylock,-Wl$(comma)--wrap=$(f))))
$(eval $(call moduletest,pam,daemon/base/clock.c,-lpam))
$(eval $(call fuzzer,pam,$(PAM_PORTAL),-lpam,$(foreach f,malloc getuid clock_mono_ms \
	stat socket close connect getsockopt poll send recv $(addprefix pam_,get_user \
	get_authtok get_item set_item set_data get_data vprompt syslog strerror \
	modutil_check_user_in_passwd modutil_getpwnam),-Wl$(comma)--wrap=$(f))))
$(eval $(call benchmark,login,$(DIR),-lldap -llber -lpam))
$(eval $(call benchmark,machines,$(DIR),-lldap -llber))
$(eval $(call unit,pam_options,pam_module/pam_options.c daemon/base/text.c))

# ----------------------------------------------------------------- tools
$(eval $(call program,daemon/tools/leave-calc,$(addprefix daemon/tools/,calc.c calc_entitlement.c \
	calc_hours.c leave-calc.c) \
	$(LEAVE_CALC),-lconfig -ljansson))

ASKING := $(patsubst %,daemon/tools/%.c,words prompt query) \
	$(patsubst %,daemon/base/%.c,ask wire clock) $(OPS) $(TEXT)
# The same questions from another machine.
REMOTE := $(patsubst %,daemon/tools/%.c,https remote) \
	$(addprefix daemon/base/,conf.c portal.c) daemon/portal/proof.c daemon/web/message.c
REMOTE_LIBS := -lcurl -ljansson -lconfig -lsodium
PORTAL_ADMIN := $(sort $(wildcard daemon/tools/admin_*.c) \
	$(patsubst %,daemon/tools/%.c,command badge crew metrics sheet) \
	$(ASKING) $(ROSTER) $(LEAVE_RULES) daemon/identityd/audit_chain.c)
$(eval $(call unit,crew,daemon/tools/crew.c,-pthread))
$(eval $(call unit,command,$(PORTAL_ADMIN),-lsodium -lconfig -pthread,\
	$(foreach f,ask query_door,-Wl$(comma)--wrap=$(f))))
$(eval $(call unit,https,$(patsubst %,daemon/tools/%.c,https words) $(TEXT),-lcurl,\
	$(foreach f,setopt perform getinfo,-Wl$(comma)--wrap=curl_easy_$(f))))
$(eval $(call unit,remote,$(ASKING) $(REMOTE),$(REMOTE_LIBS),-Wl$(comma)--wrap=https_ask))
$(eval $(call fuzzer,reply,$(sort $(ASKING) $(REMOTE)) daemon/mail/smtp_talk.c,$(REMOTE_LIBS),\
	$(foreach f,init setopt perform getinfo cleanup,-Wl$(comma)--wrap=curl_easy_$(f)) -Wl$(comma)--wrap=proof_solve))
$(eval $(call unit,passwd,$(ASKING) $(REMOTE) daemon/base/jail.c,$(REMOTE_LIBS),\
	$(foreach f,ask query_door,-Wl$(comma)--wrap=$(f))))
$(eval $(call program,daemon/tools/portal-admin,\
	daemon/tools/portal-admin.c $(PORTAL_ADMIN) daemon/base/jail.c,-lsodium -lconfig -pthread))
$(eval $(call program,daemon/tools/labctl,daemon/tools/labctl.c \
	$(addprefix daemon/tools/,machine_conf.c metrics.c setup.c) $(ASKING) \
	daemon/base/jail.c,-lpam))
$(eval $(call program,daemon/tools/portal-passwd,\
	daemon/tools/portal-passwd.c $(ASKING) $(REMOTE) $(addprefix daemon/base/,heap.c jail.c),$(REMOTE_LIBS)))

# ---------------------------------------------------------------- build
OBJECTS := $(sort $(OBJECTS))
-include $(OBJECTS:.o=.d)

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Nothing is built before what it needs is there, whatever -j says.
$(filter $(B)/tests/%,$(OBJECTS)): | deps-test
$(CATALOGUES) $(CLIPS): | deps-build
$(SERVERS) build/node: | deps-test
# Changed flags rebuild everything.
$(B)/flags: FORCE | deps-build
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' | cmp -s - $@ || \
	    echo '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' >$@
.PHONY: FORCE
FORCE:

all: deps-build $(PROGRAMS) $(MODULES) $(CATALOGUES) $(CLIPS)

# ----------------------------------------------------------- what it needs
DEBS_BUILD := gcc libc6-dev make pkg-config libldap-dev libpam0g-dev \
	libsodium-dev libconfig-dev libjansson-dev libgnutls28-dev libcdb-dev libzxcvbn-dev \
	libcurl4-gnutls-dev libseccomp-dev gettext espeak-ng libfreetype-dev \
	libpng-dev fonts-dejavu-core libmicrohttpd-dev libsqlite3-dev libpq-dev
DEBS_DEB := debhelper dh-nss dpkg-dev
DEBS_TEST := $(DEBS_BUILD) $(DEBS_DEB) libcmocka-dev ldap-utils clang libclang-rt-14-dev \
	expect libical-dev openssl procps python3 python3-aiosmtpd libpam-wrapper pamtester \
	debootstrap iproute2 libargon2-1 libfaketime libltdl7 libodbc2 libperl5.36 libwrap0 curl libpcre2-8-0 \
	libssl3 libicu72 libxml2 liblz4-1 sqlite3 systemd libapr1 libaprutil1 libcjose0 libhiredis0.14 liblua5.3-0 \
	wrk chromium fonts-noto-cjk nodejs $(if $(shell command -v npm),,npm)
DEBS_LINT := clang-format cppcheck shellcheck mandoc universal-ctags

# Gets missing packages as root; anyone else is told which. Nothing that
# starts a service: servers are unpacked below build/root.
.PHONY: deps-build deps-test deps-lint deps-deb
deps-build: DEBS := $(DEBS_BUILD)
deps-test: DEBS := $(DEBS_TEST)
deps-lint: DEBS := $(DEBS_LINT)
deps-deb: DEBS := $(DEBS_DEB)
deps-build deps-test deps-lint deps-deb:
	@tests/deps.sh $(DEBS)

# ---------------------------------------------------------------- tests
# A test joins by its place: tests/{shape,module,e2e,root}/*.sh, tests/bench/*.
SHAPE  := $(wildcard tests/shape/*.sh)
MODULE := $(wildcard tests/module/*.sh)
E2E    := $(wildcard tests/e2e/*.sh)
ROOT   := $(wildcard tests/root/*.sh)
FUZZ_S ?= 20
RUN     = BUILD=$(B) FUZZ_S=$(FUZZ_S) FUZZ_NAMES='$(FUZZ_NAMES)' tests/run.sh

.PHONY: check test unit module e2e shape
check: deps-test all $(UNITS)
	@$(RUN) $(UNITS) $(SHAPE)

test: deps-test $(SERVERS) build/node all $(UNITS) $(MODULETESTS) $(ROOTTESTS)
	@$(MAKE) -s FLAVOUR=fuzz fuzzers
	@tests/host.sh before
	@$(RUN) $(UNITS) $(SHAPE) $(MODULE) $(E2E) $(ROOT) tests/fuzz.sh \
	    tests/host.sh

unit: deps-test $(UNITS)
	@$(RUN) $(UNITS)

shape: deps-test all $(UNITS)
	@$(RUN) $(SHAPE)

module: build/node deps-test build/root/slapd build/root/postgresql-15 all $(MODULETESTS)
	@$(RUN) $(MODULE)

# Against real servers, started from temporary folders.
e2e: deps-test $(SERVERS) build/node all
	@$(RUN) $(E2E)

# Under ASan and UBSan; slapd itself loads the plain quality module. A daemon
# that forbids ptrace cannot look for its own leaks: its unit tests do.
ASAN_E2E = $(firstword $(shell grep -l BUILD $(E2E)))
.PHONY: asan asan-run
asan: deps-test $(SERVERS) build/node
	@$(MAKE) -s FLAVOUR=plain all
	@$(MAKE) -s FLAVOUR=asan asan-run
asan-run: all $(UNITS) $(MODULETESTS)
	@$(RUN) $(UNITS) $(MODULE) $(ASAN_E2E)

# Longer than in "make test", or FUZZ_RUNS=...; goes on where it stopped.
# fuzz-corpus: what was found becomes the committed corpus.
.PHONY: fuzz fuzz-corpus fuzzers
fuzz: deps-test
	@$(MAKE) -s FLAVOUR=fuzz fuzzers
	@FUZZ_S=$(if $(filter file,$(origin FUZZ_S)),$(if $(FUZZ_RUNS),0,600),$(FUZZ_S)) \
	    FUZZ_RUNS=$(FUZZ_RUNS) FUZZ_NAMES='$(FUZZ_NAMES)' tests/fuzz.sh
fuzz-corpus: deps-test
	@$(MAKE) -s FLAVOUR=fuzz fuzzers
	@FUZZ_NAMES='$(FUZZ_NAMES)' tests/fuzz.sh keep
fuzzers: $(FUZZERS)

.PHONY: cover cover-run
cover: deps-test $(SERVERS) build/node
	@$(MAKE) -s FLAVOUR=plain all
	@$(MAKE) -s FLAVOUR=cover cover-run
cover-run: all $(UNITS) $(MODULETESTS)
	@find $(B) -name '*.gcda' -delete
	@$(RUN) $(UNITS) $(MODULE) $(E2E)
	@tests/cover.sh

# A demo city in build/run and its story; ONCE=1 ends after it. PAIR=1: two hosts.
.PHONY: run
run: deps-test $(SERVERS) all
	@tests/$(if $(PAIR),pair_story,story).sh $(if $(ONCE),once)

# One that cannot be run here ends with 77.
.PHONY: bench
bench: deps-test $(SERVERS) build/node all $(BENCHMARKS) $(ROOTTESTS)
	@left=; for bench in $(wildcard tests/bench/*.sh); do \
	    echo "== $$bench"; \
	    BUILD=$(B) $$bench || { [ $$? -eq 77 ] || exit 1; \
		left="$$left $$bench"; }; done; \
	[ -z "$$left" ] || echo "== left out:$$left"

# ----------------------------------------------------------------- lint
C_FILES = $(wildcard daemon/*/*.[ch] pam_module/*.[ch] tests/*/*.[ch])
SCRIPTS = $(shell grep -rlE '^\#!/bin/(ba)?sh' .ci conf daemon schema tests)
PAGES   = $(wildcard daemon/*/*.[1-8] pam_module/*.[1-8] schema/*.[1-8])

.PHONY: lint format objects
lint: deps-build deps-lint
	clang-format --dry-run -Werror $(C_FILES)
	@$(MAKE) -s FLAVOUR=strict objects
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 -j 2 \
	    --enable=warning,performance,portability -Idaemon \
	    --suppress=missingIncludeSystem --suppress=preprocessorErrorDirective \
	    '-Djson_array_foreach(a,i,v)=while((i=rand())&&(v=json_array_get(a,i)))' \
	    '-Djson_object_foreach(o,k,v)=while((k=json_object_iter_key(o))&&(v=o))' \
	    $(filter %.c,$(C_FILES))
	shellcheck $(SCRIPTS)
	mandoc -Tlint -W warning $(PAGES)
	@$(MAKE) -s shape
objects: $(OBJECTS)

format: deps-lint
	clang-format -i $(C_FILES)

# -------------------------------------------------------------- install
# A program with a page in section 8 goes to sbin, any other to bin. Settings
# that are there already stay; uninstall removes those that nobody changed.
OWN    = $(filter $(B)/daemon/%,$(PROGRAMS))
SBIN   = $(foreach p,$(OWN),$(if $(wildcard $(p:$(B)/%=%).8),$(p)))
PAM    = $(filter %/pam_portal.so,$(MODULES))
NSS    = $(filter %/libnss_portal.so.2,$(MODULES))
CONF   = $(wildcard conf/*.conf conf/leave/* conf/leave/*/*)
# Read by systemd below prefix=/usr and /usr/local, where it also finds sbin.
SYSTEMD = $(wildcard conf/systemd/* conf/sysusers/* conf/tmpfiles/*)
SHARED = $(filter-out $(CONF) $(PAGES) $(SYSTEMD) %.bash %.sql conf/debian conf/debian/%, \
	$(wildcard conf/* conf/*/* conf/nginx/pages/* schema/*))
# $(call placed,FILES,FOLDER,MODE): FROM:TO:MODE a file.
placed = $(foreach f,$(1),$(f):$(2)/$(notdir $(f)):$(3))
# The same, with the file's own folder below FOLDER; folders are passed over.
mirrored = $(foreach f,$(1),$(if $(wildcard $(f)/.),,$(f):$(2)/$(f:conf/%=%):$(3)))
PLACES = $(call placed,$(SBIN),$(sbindir),755) \
	$(call placed,$(filter-out $(SBIN),$(OWN)),$(bindir),755) \
	$(call placed,$(PAM),$(pamdir),644) $(call placed,$(NSS),$(libdir),644) \
	$(call placed,$(filter $(B)/daemon/%,$(MODULES)),$(pkglibdir),644) \
	$(foreach p,$(PAGES),$(call placed,$(p),$(mandir)/man$(subst .,,$(suffix $(p))),644)) \
	$(call mirrored,$(SHARED),$(datadir)/portal,644) \
	$(call placed,$(CATALOGUES),$(localedir)/C/LC_MESSAGES,644) \
	$(call placed,$(wildcard daemon/web/*.css daemon/portal/static/* daemon/portal/pages/*.svg),$(datadir)/portal/static,644) \
	$(foreach c,$(CLIPS),$(c):$(datadir)/portal$(c:$(B)%=%):644) \
	$(call placed,$(wildcard conf/systemd/*),$(systemddir)/systemd/system,644) \
	$(call placed,$(wildcard conf/sysusers/*),$(systemddir)/sysusers.d,644) \
	$(call placed,$(wildcard conf/tmpfiles/*),$(systemddir)/tmpfiles.d,644) \
	$(foreach f,$(wildcard conf/*.bash),$(f):$(bashdir)/$(basename $(notdir $(f))):644)
each_place = @set -e; for place in $(1); do \
	from=$${place%%:*}; mode=$${place\#\#*:}; to=$${place\#*:}; \
	to='$(DESTDIR)'$${to%:*};

.PHONY: install uninstall
install: all
	$(call each_place,$(PLACES)) \
	    [ ! -x "$$from" ] || mode=755; case $$to in *.so*) mode=644 ;; esac; \
	    install -D -m "$$mode" "$$from" "$$to"; done
	$(call each_place,$(call mirrored,$(CONF),$(sysconfdir)/portal,644)) \
	    [ -e "$$to" ] || install -D -m "$$mode" "$$from" "$$to"; done

uninstall:
	$(call each_place,$(PLACES)) rm -f "$$to"; done
	$(call each_place,$(call mirrored,$(CONF),$(sysconfdir)/portal,644)) \
	    if cmp -s "$$from" "$$to"; then rm "$$to"; fi; done
	@for folder in '$(sysconfdir)' '$(datadir)'; do \
	    find "$(DESTDIR)$$folder/portal" -depth -type d -empty -delete \
		2>/dev/null || :; done
	@rmdir '$(DESTDIR)$(pkglibdir)' 2>/dev/null || :
	$(if $(DESTDIR),@find '$(DESTDIR)' -mindepth 1 -type d -empty -delete)

# Debian packages of it, in build/deb.
DEB := build/deb/portal-identity
.PHONY: deb
deb: deps-deb all
	@rm -rf build/deb && mkdir -p $(DEB) && cp -r conf/debian $(DEB)/
	@$(MAKE) -s install DESTDIR=build/deb/tree prefix=/usr systemddir=/usr/lib
	@cd $(DEB) && DEB_BUILD_OPTIONS=noautodbgsym \
	    dpkg-buildpackage --build=binary --no-sign --no-check-builddeps \
	    --no-pre-clean >../log 2>&1 || { tail -n 20 ../log >&2; exit 1; }
	@ls build/deb/*.deb

.PHONY: clean
clean:
	rm -rf build
