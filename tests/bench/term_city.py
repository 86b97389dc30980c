"""term_city.py BASE SCHOOLS MACHINE_HASH PASSWORD_HASH FIRST LAST - schools with a lab
machine each, and crowdFIRST to crowdLAST, who are active and spread over them, as
LDIF. Nobody asks for them by national ID, so that a number stands for its index.
"""
import sys

base, schools, machine_hash, password_hash, first, last = sys.argv[1:]

for n in range(1, int(schools) + 1):
    print(f"""dn: o=s{n},ou=units,{base}
objectClass: organization
objectClass: portalSchool
o: s{n}
portalSchoolCode: {500000 + n}
portalSchoolKind: elementary

dn: cn=lab{n},ou=machines,{base}
objectClass: portalMachine
cn: lab{n}
portalMachineSchool: o=s{n},ou=units,{base}
userPassword: {machine_hash}
""")

for n in range(int(first), int(last) + 1):
    print(f"""dn: uid=crowd{n},ou=people,{base}
objectClass: inetOrgPerson
objectClass: posixAccount
objectClass: portalPerson
uid: crowd{n}
cn: crowd{n}
sn: crowd
mail: crowd{n}@school.example
uidNumber: {500000 + n}
gidNumber: {500000 + n}
homeDirectory: /home/crowd{n}
portalState: active
portalStaffKind: TEACHER
portalUnitDN: o=s{1 + n % int(schools)},ou=units,{base}
portalNationalIdIndex: {{1}}{n:043}
userPassword: {password_hash}
""")
