# tokens.pl NAME...: a token for each of these users, as lines of shell.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT;
RT::LoadConfig();
RT::Init();
for my $name (@ARGV) {
    my $user = RT::User->new(RT->SystemUser);
    $user->Load($name);
    my $token = RT::AuthToken->new(RT->SystemUser);
    my ($ok, $says, $text) = $token->Create(Owner => $user->id, Description => 'test');
    die "$name: $says" unless $ok;
    (my $key = uc $name) =~ s/\W.*//;
    print "${key}_TOKEN=$text\n";
}
